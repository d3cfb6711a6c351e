#include "ingest/rpc_status.h"

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace usher::ingest {
namespace {

// The detail of type T; the test fails if there is none.
template <class T>
T Detail(const grpc::Status& status) {
  google::rpc::Status rich;
  EXPECT_TRUE(rich.ParseFromString(status.error_details()));
  EXPECT_EQ(rich.code(), static_cast<int>(status.error_code()));
  T found;
  for (const auto& detail : rich.details()) {
    if (detail.UnpackTo(&found)) return found;
  }
  ADD_FAILURE() << "no " << T::descriptor()->full_name();
  return found;
}

TEST(BadRequestTest, NamesTheFirstAndListsAll) {
  const auto status = BadRequest({{"id", "is empty"}, {"name", "is empty too"}});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "id: is empty (and 1 more)");
  const auto details = Detail<google::rpc::BadRequest>(status);
  ASSERT_EQ(details.field_violations_size(), 2);
  EXPECT_EQ(details.field_violations(1).field(), "name");
  EXPECT_EQ(Detail<google::rpc::ErrorInfo>(status).reason(), "INVALID_FIELD");
}

TEST(ToGrpcTest, KeepsCodeAndMessageAndGivesTheReason) {
  const auto status = ToGrpc(absl::NotFoundError("no such journey"), "NO_JOURNEY");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(status.error_message(), "no such journey");
  EXPECT_EQ(Detail<google::rpc::ErrorInfo>(status).reason(), "NO_JOURNEY");
  EXPECT_EQ(Detail<google::rpc::ErrorInfo>(status).domain(), "usher");
}

TEST(ToGrpcTest, SaysWhenToTryAgainWhereThatHelps) {
  for (const auto& error : {absl::UnavailableError(""), absl::ResourceExhaustedError("")}) {
    EXPECT_EQ(Detail<google::rpc::RetryInfo>(ToGrpc(error, "X")).retry_delay().nanos(),
              100'000'000);
  }
  EXPECT_EQ(RetryDelay(absl::StatusCode::kAlreadyExists), absl::ZeroDuration());
}

}  // namespace
}  // namespace usher::ingest
