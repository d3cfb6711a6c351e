// What may be sent, when, and on which channel; in virtual time.

#include <csignal>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using support::MakeEvent;
using testing::HasSubstr;

// A message for each note; what is written for OPTIONS goes into the step.
std::string Notes(const std::string& options = "") {
  return absl::StrReplaceAll(R"(
journey: notes
enter: { on: Note, key: event.n }
goal: { event: Order Completed }
steps:
  - send: { id: note, channels: [email, sms], template: note, expire: 2d OPTIONS }
templates:
  note:
    email: { subject: Note, text: "{{ event.n }}" }
    sms: { text: "{{ event.n }}" }
)",
                             {{" OPTIONS", options}});
}

constexpr char kOneADay[] = "policy: test\ncaps: [{ max: 1, per_calendar: day }]\n";
constexpr char kQuietNights[] = R"(policy: test
quiet_hours: [{ from: "21:00", to: "08:00" }]
)";

// The reason of the first decision of that kind, or "" if there is none.
std::string WhyOfFirst(const std::vector<v1::ExplainResponse::Decision>& decisions,
                       const std::string& what) {
  for (const auto& decision : decisions) {
    if (decision.what() == what) return decision.why();
  }
  return "";
}

// A gateway with customer anna, who has an email address.
struct Shop {
  explicit Shop(const std::string& policy, const std::string& time_zone = "America/New_York",
                const std::string& options = "")
      : gateway(StandingClock(), policy) {
    client.Apply(Notes(options));
    client.AddCustomer("anna", {v1::CHANNEL_EMAIL}, time_zone);
  }
  void Note(const std::string& n) {
    client.Publish(MakeEvent(n, "anna", "Note", absl::StrCat("{\"n\":\"", n, "\"}")));
    client.AdvanceTo(client.Now());
  }
  std::size_t sent() const { return gateway.Messages().size(); }
  std::string Why(const std::string& what) { return WhyOf(client.Explain("anna"), what); }
  v1::StatsResponse::Step Step() { return client.Stats("notes").steps(0); }
  void SetConsent(v1::Channel channel, bool granted) {
    v1::SetConsentRequest request;
    request.set_customer_id("anna");
    auto* consent = request.add_consents();
    consent->set_channel(channel);
    consent->set_granted(granted);
    consent->set_source("STOP");
    client.Must(&v1::CustomerService::Stub::SetConsent, request);
  }

  RunningGateway gateway;
  support::GatewayClient& client = gateway.client;
};

TEST(MessageE2eTest, TheSecondOfADayIsHeldUntilTheCustomersMidnight) {
  Shop shop(kOneADay);
  shop.Note("first");
  shop.Note("second");
  EXPECT_EQ(shop.sent(), 1U);
  EXPECT_EQ(shop.Why("capped"),
            "cap all-1-per-day on email: 1 of 1 used; allowed again from 2026-03-03 00:00:00 EST");
  EXPECT_EQ(shop.Why("held"), "held by all-1-per-day until 2026-03-03 00:00:00 EST");
  EXPECT_EQ(shop.Step().held().at("all-1-per-day"), 1U);

  shop.client.AdvanceTo(At("2026-03-03T04:59:59.999Z"));
  EXPECT_EQ(shop.sent(), 1U);
  shop.client.AdvanceTo(At("2026-03-03T05:00:00Z"));
  ASSERT_EQ(shop.sent(), 2U);
  EXPECT_EQ(shop.gateway.Messages()[1].content.at("text"), "second");
  EXPECT_EQ(shop.Step().outcomes().at("sent"), 2U);
  EXPECT_EQ(shop.Step().sent_by_channel().at("email"), 2U);
}

TEST(MessageE2eTest, ACapOnOneJourneyHoldsItForTheMonthAndNoOther) {
  Shop shop("policy: test\ncaps: [{ max: 1, per_calendar: month, journey: notes }]\n");
  shop.client.Apply(absl::StrReplaceAll(
      Notes(), {{"journey: notes", "journey: alerts"}, {"on: Note,", "on: Alert,"}}));
  shop.Note("first");
  shop.Note("second");
  EXPECT_EQ(shop.sent(), 1U);
  EXPECT_EQ(WhyOfFirst(shop.client.Explain("anna"), "capped"),
            "cap all-notes-1-per-month on email: 1 of 1 used; allowed again from "
            "2026-04-01 00:00:00 EDT");
  EXPECT_EQ(shop.Step().outcomes().at("capped"), 1U) << "it would expire before";
  shop.client.Publish(MakeEvent("alert", "anna", "Alert", R"({"n":"1"})"));
  shop.client.AdvanceTo(shop.client.Now());
  EXPECT_EQ(shop.sent(), 2U);

  shop.client.AdvanceTo(At("2026-04-01T03:59:59.999Z"));
  shop.Note("third");
  EXPECT_EQ(shop.sent(), 2U);
  shop.client.AdvanceTo(At("2026-04-01T04:00:00Z"));
  EXPECT_EQ(shop.sent(), 3U);
}

TEST(MessageE2eTest, AHeldMessageIsSupersededWhenTheGoalIsReached) {
  Shop shop(kOneADay);
  shop.Note("first");
  shop.Note("second");
  shop.client.Publish(MakeEvent("order", "anna", "Order Completed"));
  shop.client.Advance(absl::Hours(72));
  EXPECT_EQ(shop.sent(), 1U);
  EXPECT_EQ(shop.Step().outcomes().at("superseded"), 1U);
  EXPECT_EQ(shop.Why("superseded"), "the run ended before it was sent");
}

TEST(MessageE2eTest, AStepThatSkipsGoesOnWithoutSending) {
  Shop shop(kOneADay, "America/New_York", ", on_refusal: skip");
  shop.Note("first");
  shop.Note("second");
  shop.client.Advance(absl::Hours(72));
  EXPECT_EQ(shop.sent(), 1U);
  EXPECT_EQ(shop.Step().outcomes().at("capped"), 1U);
  EXPECT_EQ(shop.client.Stats("notes").ended().at("completed"), 2U);
}

TEST(MessageE2eTest, AHeldMessageThatWouldExpireFirstEndsAtOnce) {
  Shop shop(kOneADay, "America/New_York", ", on_refusal: hold");
  shop.client.Apply(absl::StrReplaceAll(Notes(), {{"expire: 2d", "expire: 18h"}}));
  shop.Note("first");
  shop.Note("second");
  EXPECT_EQ(shop.Step().outcomes().at("capped"), 1U);
  EXPECT_EQ(shop.client.Stats("notes").active(), 0U);
}

TEST(MessageE2eTest, QuietHoursHoldUntilTheCustomersMorning) {
  Shop shop(kQuietNights, "Europe/Vienna");
  shop.client.AdvanceTo(At("2026-03-02T19:59:59Z"));
  shop.Note("evening");
  EXPECT_EQ(shop.sent(), 1U);
  shop.client.AdvanceTo(At("2026-03-02T20:00:00Z"));
  shop.Note("night");
  EXPECT_EQ(shop.sent(), 1U);
  EXPECT_THAT(shop.Why("quiet"), HasSubstr("on email until 2026-03-03 08:00:00 CET"));

  shop.client.AdvanceTo(At("2026-03-03T06:59:59.999Z"));
  EXPECT_EQ(shop.sent(), 1U);
  shop.client.AdvanceTo(At("2026-03-03T07:00:00Z"));
  EXPECT_EQ(shop.sent(), 2U);
}

TEST(MessageE2eTest, WhatWasPausedTooLongExpires) {
  Shop shop(kQuietNights, "Europe/Vienna");
  shop.client.Apply(absl::StrReplaceAll(Notes(), {{"expire: 2d", "expire: 11h"}}));
  shop.client.AdvanceTo(At("2026-03-02T21:00:00Z"));
  shop.Note("night");
  v1::PauseRequest pause;
  pause.set_journey("notes");
  shop.client.Must(&v1::JourneyService::Stub::Pause, pause);
  shop.client.Advance(absl::Hours(11));
  v1::ResumeRequest resume;
  resume.set_journey("notes");
  shop.client.Must(&v1::JourneyService::Stub::Resume, resume);
  shop.client.Advance(absl::Minutes(5));
  EXPECT_EQ(shop.sent(), 0U);
  EXPECT_EQ(shop.Step().outcomes().at("expired"), 1U);
}

TEST(MessageE2eTest, TransactionalMessagesAreNotHeld) {
  Shop shop(absl::StrCat(kQuietNights, "caps: [{ max: 1, per_calendar: day }]\n"), "Europe/Vienna",
            ", category: transactional");
  shop.client.AdvanceTo(At("2026-03-02T22:00:00Z"));
  shop.Note("first");
  shop.Note("second");
  EXPECT_EQ(shop.sent(), 2U);
}

TEST(MessageE2eTest, TheNextChannelIsTakenWhenThereIsNoAddress) {
  Shop shop("");
  shop.client.AddCustomer("bert", {v1::CHANNEL_SMS});
  shop.client.Publish(MakeEvent("e1", "bert", "Note", R"({"n":"1"})"));
  shop.client.AdvanceTo(shop.client.Now());
  ASSERT_EQ(shop.sent(), 1U);
  EXPECT_EQ(shop.gateway.Messages()[0].channel, "sms");
  EXPECT_EQ(shop.gateway.Messages()[0].address, "bert@2");
  EXPECT_EQ(WhyOf(shop.client.Explain("bert"), "unreachable"), "no address on email");
}

TEST(MessageE2eTest, WithoutAnyAddressNothingIsSentAndTheRunGoesOn) {
  Shop shop("");
  shop.client.AddCustomer("carl", {});
  shop.client.Publish(MakeEvent("e1", "carl", "Note", R"({"n":"1"})"));
  shop.client.AdvanceTo(shop.client.Now());
  EXPECT_EQ(shop.sent(), 0U);
  EXPECT_EQ(shop.Step().outcomes().at("unreachable"), 1U);
  EXPECT_EQ(shop.client.Stats("notes").ended().at("completed"), 1U);
}

TEST(MessageE2eTest, NothingIsSentAfterAnOptOut) {
  Shop shop(kOneADay);
  shop.Note("first");
  shop.Note("held");
  shop.SetConsent(v1::CHANNEL_UNSPECIFIED, false);
  shop.Note("after");
  shop.client.Advance(absl::Hours(72));
  EXPECT_EQ(shop.sent(), 1U);
  EXPECT_EQ(shop.Step().outcomes().at("opted_out"), 2U);
  EXPECT_EQ(shop.Why("consent"), "withdrawn, source STOP");
}

TEST(MessageE2eTest, AnOptOutOfOneChannelLeavesTheOthers) {
  Shop shop("");
  shop.client.AddCustomer("anna", {v1::CHANNEL_EMAIL, v1::CHANNEL_SMS});
  shop.SetConsent(v1::CHANNEL_EMAIL, false);
  shop.Note("first");
  ASSERT_EQ(shop.sent(), 1U);
  EXPECT_EQ(shop.gateway.Messages()[0].channel, "sms");
  EXPECT_EQ(shop.Why("opted_out"), "consent was withdrawn on email");
}

TEST(MessageE2eTest, SilenceIsNoConsent) {
  Shop shop("");
  v1::UpsertRequest request;
  request.set_customer_id("dora");
  auto* address = request.add_addresses();
  address->set_channel(v1::CHANNEL_EMAIL);
  address->set_address("dora@example.org");
  shop.client.Must(&v1::CustomerService::Stub::Upsert, request);
  shop.client.Publish(MakeEvent("e1", "dora", "Note", R"({"n":"1"})"));
  shop.client.AdvanceTo(shop.client.Now());
  EXPECT_EQ(shop.sent(), 0U);
  bool explained = false;
  for (const auto& decision : shop.client.Explain("dora")) {
    explained = explained || decision.why() == "no consent was given on email";
  }
  EXPECT_TRUE(explained);
}

TEST(MessageE2eTest, ASendWhoseConditionFailsIsSkipped) {
  Shop shop("", "", ", when: 'event.n != \"no\"'");
  shop.Note("no");
  shop.Note("yes");
  EXPECT_EQ(shop.sent(), 1U);
  EXPECT_EQ(shop.Step().outcomes().at("skipped"), 1U);
  EXPECT_EQ(shop.Why("skipped"), "its condition is not true");
}

TEST(MessageE2eTest, AChangedPolicyHoldsAfterASignal) {
  Shop shop(kOneADay);
  shop.Note("first");
  std::ofstream(shop.gateway.dir.path() + "/policy.yaml") << "policy: test\ncaps: [{ max: 0 }]\n";
  shop.gateway.process.SendSignal(SIGHUP);
  EXPECT_TRUE(shop.gateway.process.AwaitStderr("policy_kept"));
  EXPECT_THAT(shop.gateway.process.stderr_text(), HasSubstr("policy.yaml:2:"));
  std::ofstream(shop.gateway.dir.path() + "/policy.yaml")
      << "policy: test\ncaps: [{ max: 2, per_calendar: day }]\n";
  shop.gateway.process.SendSignal(SIGHUP);
  EXPECT_TRUE(shop.gateway.process.AwaitStderr("policy_reloaded"));
  shop.Note("second");
  EXPECT_EQ(shop.sent(), 2U);
}

}  // namespace
}  // namespace usher::integration
