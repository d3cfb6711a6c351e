#include "ingest/rpc_status.h"

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace usher::ingest {
namespace {

constexpr char kDomain[] = "usher";
constexpr absl::Duration kRetryDelay = absl::Milliseconds(100);

void AddErrorInfo(const std::string& reason, google::rpc::Status* status) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain(kDomain);
  status->add_details()->PackFrom(info);
}

grpc::Status Pack(const google::rpc::Status& status) {
  return {static_cast<grpc::StatusCode>(status.code()), status.message(),
          status.SerializeAsString()};
}

}  // namespace

grpc::Status BadRequest(const std::vector<Violation>& violations) {
  google::rpc::Status status;
  status.set_code(grpc::StatusCode::INVALID_ARGUMENT);
  std::string message =
      absl::StrCat(violations.front().field, ": ", violations.front().description);
  if (violations.size() > 1) absl::StrAppend(&message, " (and ", violations.size() - 1, " more)");
  status.set_message(message);
  google::rpc::BadRequest details;
  for (const Violation& violation : violations) {
    auto* added = details.add_field_violations();
    added->set_field(violation.field);
    added->set_description(violation.description);
  }
  AddErrorInfo("INVALID_FIELD", &status);
  status.add_details()->PackFrom(details);
  return Pack(status);
}

grpc::Status ToGrpc(const absl::Status& status, const std::string& reason) {
  google::rpc::Status rich;
  rich.set_code(static_cast<int>(status.code()));
  rich.set_message(std::string(status.message()));
  AddErrorInfo(reason, &rich);
  const absl::Duration delay = RetryDelay(status.code());
  if (delay > absl::ZeroDuration()) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_nanos(
        static_cast<std::int32_t>(absl::ToInt64Nanoseconds(delay)));
    rich.add_details()->PackFrom(retry);
  }
  return Pack(rich);
}

absl::Duration RetryDelay(absl::StatusCode code) {
  const bool helps =
      code == absl::StatusCode::kResourceExhausted || code == absl::StatusCode::kUnavailable;
  return helps ? kRetryDelay : absl::ZeroDuration();
}

}  // namespace usher::ingest
