#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using testing::HasSubstr;
using CustomerStub = v1::CustomerService::Stub;

TEST(CustomerApiTest, AnUnknownCustomerIsNotFound) {
  RunningGateway gateway;
  v1::GetCustomerRequest get;
  get.set_customer_id("nobody");
  v1::GetCustomerResponse customer;
  const grpc::Status status = gateway.client.Call(&CustomerStub::Get, get, &customer);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(status.error_message(), HasSubstr("nothing is known of customer \"nobody\""));

  v1::ExplainRequest explain;
  explain.set_anonymous_id("nobody");
  v1::ExplainResponse decisions;
  EXPECT_EQ(gateway.client.Call(&CustomerStub::Explain, explain, &decisions).error_code(),
            grpc::StatusCode::NOT_FOUND);

  v1::EraseRequest erase;
  erase.set_customer_id("nobody");
  EXPECT_FALSE(gateway.client.Must(&CustomerStub::Erase, erase).erased());
}

TEST(CustomerApiTest, UpsertLeavesWhatItDoesNotName) {
  RunningGateway gateway;
  v1::UpsertRequest first;
  first.set_customer_id("anna");
  first.set_country("AT");
  (*first.mutable_attributes()->mutable_fields())["tier"].set_string_value("gold");
  (*first.mutable_attributes()->mutable_fields())["age"].set_number_value(30);
  EXPECT_TRUE(gateway.client.Must(&CustomerStub::Upsert, first).created());
  v1::UpsertRequest second;
  second.set_customer_id("anna");
  second.set_locale("de-AT");
  (*second.mutable_attributes()->mutable_fields())["age"].set_null_value({});
  EXPECT_FALSE(gateway.client.Must(&CustomerStub::Upsert, second).created());

  const auto anna = gateway.client.GetCustomer("anna");
  EXPECT_EQ(anna.country(), "AT");
  EXPECT_EQ(anna.locale(), "de-AT");
  ASSERT_EQ(anna.attributes().fields_size(), 1);
  EXPECT_EQ(anna.attributes().fields().at("tier").string_value(), "gold");
}

TEST(CustomerApiTest, AProfileWithFaultsNamesEachAndChangesNothing) {
  RunningGateway gateway;
  v1::UpsertRequest request;
  request.set_customer_id("anna");
  request.set_time_zone("Europe/Wien");
  request.set_country("Austria");
  request.add_addresses()->set_channel(v1::CHANNEL_EMAIL);
  request.add_addresses()->set_address("a@example.org");
  v1::UpsertResponse response;
  const grpc::Status status = gateway.client.Call(&CustomerStub::Upsert, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  std::vector<std::string> fields;
  for (const auto& violation : support::ViolationsOf(status)) fields.push_back(violation.field());
  EXPECT_THAT(fields,
              testing::UnorderedElementsAre("time_zone", "country", "addresses[1].channel"));
  v1::GetCustomerRequest get;
  get.set_customer_id("anna");
  v1::GetCustomerResponse customer;
  EXPECT_EQ(gateway.client.Call(&CustomerStub::Get, get, &customer).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST(CustomerApiTest, NoIdIsAViolationOfTheCustomer) {
  RunningGateway gateway;
  v1::GetCustomerResponse customer;
  const grpc::Status status =
      gateway.client.Call(&CustomerStub::Get, v1::GetCustomerRequest(), &customer);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const auto violations = support::ViolationsOf(status);
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_EQ(violations[0].field(), "customer_id");
}

TEST(CustomerApiTest, AStandingClockMovesOnlyForward) {
  RunningGateway gateway;
  EXPECT_EQ(gateway.client.Now(), At("2026-03-02T10:00:00Z"));
  gateway.client.AdvanceTo(At("2026-03-02T12:00:00.5Z"));
  EXPECT_EQ(gateway.client.Now(), At("2026-03-02T12:00:00.5Z"));
  v1::AdvanceRequest back;
  back.mutable_to()->set_seconds(absl::ToUnixSeconds(At("2026-03-02T11:00:00Z")));
  v1::AdvanceResponse response;
  const grpc::Status status =
      gateway.client.Call(&v1::ClockService::Stub::Advance, back, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(support::ViolationsOf(status).at(0).field(), "to");
}

TEST(CustomerApiTest, AClockThatRunsIsNotMoved) {
  RunningGateway gateway(std::vector<std::string>{});
  v1::AdvanceRequest request;
  request.mutable_to()->set_seconds(absl::ToUnixSeconds(absl::Now() + absl::Hours(1)));
  v1::AdvanceResponse response;
  EXPECT_EQ(gateway.client.Call(&v1::ClockService::Stub::Advance, request, &response).error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
}

}  // namespace
}  // namespace usher::integration
