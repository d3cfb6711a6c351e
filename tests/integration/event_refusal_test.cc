// What the front door does not take: a precise error, and nothing has changed.

#include <limits>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using support::MakeEvent;
using testing::HasSubstr;

// What is published beside one good event of customer anna.
class EventRefusalTest : public testing::Test {
 protected:
  EventRefusalTest() { gateway_.client.Publish(MakeEvent("good", "anna", "Seen")); }

  grpc::Status Publish(const v1::Event& event) {
    v1::PublishRequest request;
    *request.mutable_event() = event;
    v1::PublishResponse response;
    return gateway_.client.Call(&v1::EventService::Stub::Publish, request, &response);
  }

  // Publishes and checks that the one field is named, in the message and in the details.
  void ExpectViolation(const v1::Event& event, const std::string& field, const std::string& why) {
    const grpc::Status status = Publish(event);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << status.error_message();
    EXPECT_THAT(status.error_message(), testing::StartsWith(field + ": "));
    const auto violations = support::ViolationsOf(status);
    ASSERT_EQ(violations.size(), 1U) << status.error_message();
    EXPECT_EQ(violations[0].field(), field);
    EXPECT_THAT(violations[0].description(), HasSubstr(why));
    ExpectNothingChanged();
  }

  void ExpectNothingChanged() {
    EXPECT_EQ(gateway_.client.GetCustomer("anna").events_total(), 1U);
    EXPECT_EQ(gateway_.client.CountFound("anna", {"bad"}), 0);
  }

  static v1::Event WithTime(std::int64_t seconds, std::int32_t nanos = 0) {
    v1::Event event = MakeEvent("bad", "anna", "Seen");
    event.mutable_time()->set_seconds(seconds);
    event.mutable_time()->set_nanos(nanos);
    return event;
  }

  RunningGateway gateway_;
};

TEST_F(EventRefusalTest, EmptyAndOverlongIds) {
  ExpectViolation(MakeEvent("", "anna", "Seen"), "event.id", "has 0 bytes; must have 1 to 128");
  ExpectViolation(MakeEvent(std::string(129, 'x'), "anna", "Seen"), "event.id", "has 129 bytes");
  ExpectViolation(MakeEvent("bad", "anna", ""), "event.name", "has 0 bytes");
  ExpectViolation(MakeEvent("bad", "", "Seen"), "event.customer_id", "give a customer_id");
  ExpectViolation(MakeEvent("bad", std::string(257, 'x'), "Seen"), "event.customer_id",
                  "has 257 bytes; must have 1 to 256");
  ExpectViolation(MakeEvent("bad", "an\nna", "Seen"), "event.customer_id", "control characters");
}

TEST_F(EventRefusalTest, SeveralFaultsAreAllNamed) {
  const auto violations = support::ViolationsOf(Publish(MakeEvent("", "", "", "[")));
  std::vector<std::string> fields;
  for (const auto& violation : violations) fields.push_back(violation.field());
  EXPECT_THAT(fields, testing::UnorderedElementsAre("event.id", "event.name", "event.customer_id",
                                                    "event.properties_json"));
}

TEST_F(EventRefusalTest, PropertiesOfTenMegabytes) {
  const std::string json = absl::StrCat(R"({"a":")", std::string(10 << 20, 'x'), R"("})");
  ExpectViolation(MakeEvent("bad", "anna", "Seen", json), "event.properties_json", "262144");
  v1::Event as_struct = MakeEvent("bad", "anna", "Seen");
  (*as_struct.mutable_properties()->mutable_fields())["a"].set_string_value(
      std::string(10 << 20, 'x'));
  ExpectViolation(as_struct, "event.properties", "262144");
}

TEST_F(EventRefusalTest, AMessageBeyondTheTransportsLimit) {
  const std::string json = absl::StrCat(R"({"a":")", std::string(17 << 20, 'x'), R"("})");
  EXPECT_EQ(Publish(MakeEvent("bad", "anna", "Seen", json)).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  ExpectNothingChanged();
}

TEST_F(EventRefusalTest, JsonThatIsNotUtf8OrNoJsonOrTooDeep) {
  ExpectViolation(MakeEvent("bad", "anna", "Seen", "{\"a\":\"\xC3\x28\"}"), "event.properties_json",
                  "UTF-8");
  ExpectViolation(MakeEvent("bad", "anna", "Seen", "{\"a\":"), "event.properties_json", "");
  ExpectViolation(MakeEvent("bad", "anna", "Seen", "\"a\""), "event.properties_json",
                  "must be a JSON object");
  const std::string deep =
      absl::StrCat("{\"a\":", std::string(10'000, '['), std::string(10'000, ']'), "}");
  ExpectViolation(MakeEvent("bad", "anna", "Seen", deep), "event.properties_json", "32");
}

TEST_F(EventRefusalTest, AStructThatIsTooDeep) {
  v1::Event event = MakeEvent("bad", "anna", "Seen");
  google::protobuf::Value* inner = &(*event.mutable_properties()->mutable_fields())["a"];
  for (int i = 0; i < 40; ++i) inner = inner->mutable_list_value()->add_values();
  inner->set_bool_value(true);
  ExpectViolation(event, "event.properties", "32");
}

TEST_F(EventRefusalTest, TimesOutOfRange) {
  const std::int64_t year_9999 = absl::ToUnixSeconds(At("9999-12-31T23:59:59Z"));
  ExpectViolation(WithTime(year_9999), "event.time", "9999-12-31T23:59:59+00:00 is in the future");
  ExpectViolation(WithTime(absl::ToUnixSeconds(At("1999-12-31T23:59:59Z"))), "event.time",
                  "must be from 2000-01-01");
  ExpectViolation(WithTime(std::numeric_limits<std::int64_t>::max()), "event.time", "future");
  ExpectViolation(WithTime(std::numeric_limits<std::int64_t>::min()), "event.time", "from 2000");
  ExpectViolation(WithTime(absl::ToUnixSeconds(At("2026-03-02T09:00:00Z")), 1'000'000'000),
                  "event.time", "");
  ExpectViolation(WithTime(absl::ToUnixSeconds(At("2026-03-02T10:10:01Z"))), "event.time",
                  "the gateway's clock says 2026-03-02T10:00:00+00:00 and allows 10 minutes more");
  EXPECT_TRUE(Publish(WithTime(absl::ToUnixSeconds(At("2026-03-02T10:10:00Z")))).ok());
}

// Protobuf itself refuses these before any code of the gateway sees them, and gRPC then answers
// with this status.
TEST_F(EventRefusalTest, WhatIsNoMessageIsNotTaken) {
  v1::Event nested = MakeEvent("bad", "anna", "Seen");
  google::protobuf::Value* inner = &(*nested.mutable_properties()->mutable_fields())["a"];
  for (int i = 0; i < 10'000; ++i) inner = inner->mutable_list_value()->add_values();
  inner->set_bool_value(true);
  for (const v1::Event& event :
       {MakeEvent("bad", "anna", "Se\xC3\x28n"), MakeEvent("b\xFF", "anna", "Seen"), nested}) {
    const grpc::Status status = Publish(event);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << status.error_message();
    ExpectNothingChanged();
  }
}

TEST_F(EventRefusalTest, BatchesOfNoneOrTooMany) {
  for (const int count : {0, 1001}) {
    v1::PublishBatchRequest request;
    for (int i = 0; i < count; ++i) *request.add_events() = MakeEvent("bad", "anna", "Seen");
    v1::PublishBatchResponse response;
    const grpc::Status status =
        gateway_.client.Call(&v1::EventService::Stub::PublishBatch, request, &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(status.error_message(),
              absl::StrCat("events: there are ", count, "; must be 1 to 1000"));
  }
  ExpectNothingChanged();
}

}  // namespace
}  // namespace usher::integration
