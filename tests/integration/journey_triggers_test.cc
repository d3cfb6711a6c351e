// Runs that calls and dates start, and waits for local times, through the API.

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using JourneyStub = v1::JourneyService::Stub;

v1::EnterRequest Call(const std::string& id, double total, const std::string& journey = "invited") {
  v1::EnterRequest request;
  request.set_journey(journey);
  request.set_customer_id("anna");
  request.set_request_id(id);
  (*request.mutable_properties()->mutable_fields())["total"].set_number_value(total);
  return request;
}

constexpr char kInvited[] = R"(
journey: invited
enter: { api: {}, when: event.total > 10, reenter: {} }
steps: [ send: { channels: email, template: t, category: transactional } ]
templates: { t: { email: { subject: "{{ event.total }}" } } }
)";

TEST(JourneyEnterTest, ACallStartsARunOnceAndSaysWhyNot) {
  RunningGateway gateway;
  gateway.client.Apply(kInvited);
  gateway.client.AddCustomer("anna", {v1::CHANNEL_EMAIL});
  const auto entered = gateway.client.Must(&JourneyStub::Enter, Call("r1", 20));
  EXPECT_TRUE(entered.entered());
  EXPECT_FALSE(entered.duplicate());
  EXPECT_NE(entered.durability(), v1::DURABILITY_UNSPECIFIED);
  const auto again = gateway.client.Must(&JourneyStub::Enter, Call("r1", 20));
  EXPECT_TRUE(again.entered());
  EXPECT_TRUE(again.duplicate());
  const auto unmeant = gateway.client.Must(&JourneyStub::Enter, Call("r2", 5));
  EXPECT_FALSE(unmeant.entered());
  EXPECT_THAT(unmeant.reason(), testing::HasSubstr("condition"));
  EXPECT_EQ(gateway.client.Stats("invited").entered(), 1u);
}

TEST(JourneyEnterTest, WhatIsWrongWithACallIsNamed) {
  RunningGateway gateway;
  gateway.client.Apply(kInvited);
  gateway.client.Apply("journey: heard\nenter: { on: Go }\nsteps: [ exit: {} ]\n");
  v1::EnterResponse response;
  const auto code = [&](const v1::EnterRequest& request) {
    return gateway.client.Call(&JourneyStub::Enter, request, &response).error_code();
  };
  EXPECT_EQ(code(Call("r1", 20, "uninvited")), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(code(Call("r1", 20, "heard")), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(code(Call("r1", 20)), grpc::StatusCode::OK);
  EXPECT_EQ(code(Call("r1", 21)), grpc::StatusCode::ALREADY_EXISTS);
  const grpc::Status empty =
      gateway.client.Call(&JourneyStub::Enter, v1::EnterRequest(), &response);
  EXPECT_EQ(empty.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(support::ViolationsOf(empty).size(), 2u);
}

TEST(JourneyDatesTest, ABirthdayComesEveryYearAtTheLocalTime) {
  RunningGateway gateway;
  gateway.client.Apply(R"(
journey: birthday
enter: { date: { attribute: born, at: "10:00", yearly: true }, reenter: {} }
steps:
  - wait: { local: { at: "18:00" } }
  - send: { channels: email, template: t }
templates: { t: { email: { subject: "{{ event.date }}" } } }
)");
  gateway.client.AddCustomer("anna", {v1::CHANNEL_EMAIL}, "Europe/Vienna");
  v1::UpsertRequest born;
  born.set_customer_id("anna");
  (*born.mutable_attributes()->mutable_fields())["born"].set_string_value("1990-03-29");
  gateway.client.Must(&v1::CustomerService::Stub::Upsert, born);
  gateway.client.AdvanceTo(At("2026-03-29T15:59:59Z"));
  EXPECT_EQ(gateway.client.Stats("birthday").entered(), 1u);
  EXPECT_TRUE(gateway.Messages().empty());
  gateway.client.AdvanceTo(At("2026-03-29T16:00:00Z"));
  ASSERT_EQ(gateway.Messages().size(), 1u);
  gateway.client.AdvanceTo(At("2027-03-29T17:00:00Z"));
  EXPECT_EQ(gateway.Messages().size(), 2u);
}

std::string Reminder(const std::string& text, const std::string& step) {
  return absl::StrCat(
      "journey: reminder\nenter: { on: Go }\nsteps:\n  - { id: ", step,
      ", wait: { for: 1h } }\n  - send: { id: mail, channels: email, template: t }\n",
      "templates: { t: { email: { subject: ", text, " } } }\n");
}

TEST(JourneyMigrateTest, RunsMoveAfterADryRunSaidWhatBecomesOfThem) {
  RunningGateway gateway;
  gateway.client.AddCustomer("anna", {v1::CHANNEL_EMAIL});
  const std::string old = gateway.client.Apply(Reminder("old", "rest")).info().version();
  gateway.client.Publish(support::MakeEvent("e1", "anna", "Go"));
  const std::string renewed = gateway.client.Apply(Reminder("new", "rest")).info().version();

  v1::MigrateRequest request;
  request.set_journey("reminder");
  request.set_from(old);
  request.set_validate_only(true);
  const auto planned = gateway.client.Must(&JourneyStub::Migrate, request);
  EXPECT_EQ(planned.to(), renewed);
  EXPECT_EQ(planned.running(), 1u);
  ASSERT_EQ(planned.steps_size(), 2);
  EXPECT_EQ(planned.steps(0).fate(), v1::MigrateResponse::FATE_KEPT);
  EXPECT_EQ(planned.steps(0).waiting(), 1u);
  request.set_validate_only(false);
  gateway.client.Must(&JourneyStub::Migrate, request);
  gateway.client.Advance(absl::Hours(1));
  ASSERT_EQ(gateway.Messages().size(), 1u);
  EXPECT_EQ(gateway.Messages()[0].content.at("subject"), "new");
  EXPECT_EQ(gateway.client.Must(&JourneyStub::Migrate, request).running(), 0u);
}

TEST(JourneyMigrateTest, ARemovedStepEndsItsRunsAndRefusalsSayWhy) {
  RunningGateway gateway;
  gateway.client.AddCustomer("anna", {v1::CHANNEL_EMAIL});
  const std::string old = gateway.client.Apply(Reminder("old", "rest")).info().version();
  gateway.client.Publish(support::MakeEvent("e1", "anna", "Go"));
  v1::MigrateRequest request;
  request.set_journey("reminder");
  request.set_from(old);
  v1::MigrateResponse response;
  const auto code = [&] {
    return gateway.client.Call(&JourneyStub::Migrate, request, &response).error_code();
  };
  EXPECT_EQ(code(), grpc::StatusCode::INVALID_ARGUMENT) << "to itself";
  const std::string renewed = gateway.client.Apply(Reminder("new", "pause")).info().version();
  EXPECT_EQ(code(), grpc::StatusCode::OK);
  EXPECT_EQ(response.steps(0).fate(), v1::MigrateResponse::FATE_REMOVED);
  gateway.client.Advance(absl::Hours(1));
  EXPECT_TRUE(gateway.Messages().empty());
  EXPECT_EQ(gateway.client.Stats("reminder").ended().at("step rest removed"), 1u);
  request.set_from(renewed);
  request.set_to(old);
  EXPECT_EQ(code(), grpc::StatusCode::FAILED_PRECONDITION);
  request.set_from("nonsense");
  EXPECT_EQ(code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace usher::integration
