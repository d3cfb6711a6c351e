// Journeys walked in virtual time.

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using support::MakeEvent;
using testing::HasSubstr;

constexpr char kCart[] = R"(
journey: cart
enter: { on: Product Added, key: event.cart_id, reenter: { after: 24h, at_most: 2 } }
goal: { event: Order Completed, within: 7d, value: event.total }
steps:
  - wait: { for: 1h }
  - send: { id: reminder, channels: email, template: reminder }
  - id: opened
    wait:
      until: { event: Message Opened, of: reminder, then: thanks }
      at_most: 1d
      else: nudge
  - id: nudge
    send: { channels: sms, template: nudge }
  - exit: { reason: nudged }
  - id: thanks
    set: { attributes: { opened: "run.key" } }
templates:
  reminder:
    email:
      subject: "{{ event.name }} for {{ customer.name | default: 'you' }}"
      text: "Only {{ event.price | times: 2 }}"
  nudge:
    sms: { text: "{{ event.name }}!" }
)";

constexpr char kSoap[] = R"({"cart_id":"k1","name":"Soap","price":2.5})";

class JourneyE2eTest : public testing::Test {
 protected:
  JourneyE2eTest() {
    gateway_.client.Apply(kCart);
    gateway_.client.AddCustomer("anna", {v1::CHANNEL_EMAIL, v1::CHANNEL_SMS});
  }
  v1::PublishResult Publish(const std::string& id, const std::string& name,
                            const std::string& json = "{}") {
    return gateway_.client.Publish(MakeEvent(id, "anna", name, json));
  }
  std::vector<v1::ExplainResponse::Decision> Explain() { return gateway_.client.Explain("anna"); }

  RunningGateway gateway_;
  support::GatewayClient& client_ = gateway_.client;
};

TEST_F(JourneyE2eTest, TheReminderGoesOutAtTheSecondItIsDueWithItsContent) {
  Publish("e1", "Product Added", kSoap);
  client_.AdvanceTo(At("2026-03-02T10:59:59.999Z"));
  EXPECT_TRUE(gateway_.Messages().empty());
  EXPECT_EQ(client_.Stats("cart").steps(0).waiting(), 1U);
  const auto anna = client_.GetCustomer("anna");
  ASSERT_EQ(anna.runs_size(), 1);
  EXPECT_EQ(anna.runs(0).step(), "wait-1");
  EXPECT_EQ(support::ToTime(anna.runs(0).due_at()), At("2026-03-02T11:00:00Z"));

  client_.AdvanceTo(At("2026-03-02T11:00:00Z"));

  const auto messages = gateway_.Messages();
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].customer, "anna");
  EXPECT_EQ(messages[0].channel, "email");
  EXPECT_EQ(messages[0].address, "anna@3");
  EXPECT_EQ(messages[0].content.at("subject"), "Soap for you");
  EXPECT_EQ(messages[0].content.at("text"), "Only 5.0");
  EXPECT_EQ(messages[0].journey, "cart");
  EXPECT_EQ(messages[0].step, "reminder");
  EXPECT_EQ(messages[0].key, "k1");
  EXPECT_EQ(messages[0].time, At("2026-03-02T11:00:00Z"));
  EXPECT_EQ(WhyOf(Explain(), "sent"), "sent on email");
  EXPECT_EQ(client_.GetCustomer("anna").contacts_size(), 1);
}

TEST_F(JourneyE2eTest, AnOrderOneSecondBeforeMeansNoReminder) {
  Publish("e1", "Product Added", kSoap);
  client_.AdvanceTo(At("2026-03-02T10:59:59Z"));
  Publish("e2", "Order Completed", R"({"total":12.5})");
  client_.Advance(absl::Hours(24 * 8));

  EXPECT_TRUE(gateway_.Messages().empty());
  const auto stats = client_.Stats("cart");
  EXPECT_EQ(stats.entered(), 1U);
  EXPECT_EQ(stats.active(), 0U);
  EXPECT_EQ(stats.goals(), 1U);
  EXPECT_EQ(stats.value(), 12.5);
  EXPECT_EQ(stats.ended().at("goal"), 1U);
  EXPECT_EQ(stats.steps(0).waiting(), 0U);
  EXPECT_EQ(WhyOf(Explain(), "goal"), "\"Order Completed\" happened: the goal is reached");
}

TEST_F(JourneyE2eTest, OpeningTheMessageEndsTheWaitForIt) {
  Publish("e1", "Product Added", kSoap);
  client_.Advance(absl::Hours(2));
  ASSERT_EQ(gateway_.Messages().size(), 1U);
  Publish("e2", "Message Opened", R"({"send_id":"0000000000000000"})");
  EXPECT_EQ(client_.GetCustomer("anna").runs(0).step(), "opened");

  Publish("e3", "Message Opened",
          absl::StrCat("{\"send_id\":\"", gateway_.Messages()[0].send_id, "\"}"));
  client_.Advance(absl::Hours(48));

  EXPECT_EQ(gateway_.Messages().size(), 1U);
  EXPECT_EQ(client_.GetCustomer("anna").attributes().fields().at("opened").string_value(), "k1");
  EXPECT_EQ(WhyOf(Explain(), "wait_over"), "\"Message Opened\" happened");
  EXPECT_EQ(WhyOf(Explain(), "set"), "opened = \"k1\"");
  EXPECT_EQ(client_.Stats("cart").ended().at("completed"), 1U);
}

TEST_F(JourneyE2eTest, TheOtherArmIsTakenWhenTheTimeIsOver) {
  Publish("e1", "Product Added", kSoap);
  client_.AdvanceTo(At("2026-03-03T10:59:59.999Z"));
  EXPECT_EQ(gateway_.Messages().size(), 1U);
  client_.AdvanceTo(At("2026-03-03T11:00:00Z"));
  ASSERT_EQ(gateway_.Messages().size(), 2U);
  EXPECT_EQ(gateway_.Messages()[1].content.at("text"), "Soap!");
  EXPECT_EQ(gateway_.Messages()[1].channel, "sms");
  EXPECT_EQ(client_.Stats("cart").ended().at("nudged"), 1U);
  EXPECT_EQ(WhyOf(Explain(), "wait_over"), "the time is over");
}

TEST_F(JourneyE2eTest, TheGoalStillCountsAfterTheLastStepUntilItsTimeIsOver) {
  Publish("e1", "Product Added", kSoap);
  client_.Advance(absl::Hours(48));
  Publish("e2", "Order Completed", R"({"total":10})");
  EXPECT_EQ(client_.Stats("cart").goals(), 1U);
  EXPECT_EQ(client_.Stats("cart").ended().at("nudged"), 1U);

  Publish("e3", "Product Added", kSoap);
  client_.AdvanceTo(At("2026-03-11T10:00:00Z"));  // 7 days after e3
  Publish("e4", "Order Completed", R"({"total":10})");
  EXPECT_EQ(client_.Stats("cart").goals(), 1U);
}

TEST_F(JourneyE2eTest, ReenteringIsBoundByPlaceTimeAndNumber) {
  EXPECT_EQ(Publish("e1", "Product Added", kSoap).runs_entered(), 1U);
  EXPECT_EQ(Publish("e2", "Product Added", kSoap).runs_entered(), 0U);
  EXPECT_EQ(WhyOf(Explain(), "not_entered"), "already in it");
  EXPECT_EQ(Publish("e3", "Product Added", R"({"cart_id":"k2"})").runs_entered(), 1U);
  Publish("e4", "Order Completed", R"({"total":1})");
  EXPECT_EQ(Publish("e5", "Product Added", kSoap).runs_entered(), 0U);
  EXPECT_EQ(WhyOf(Explain(), "not_entered"), "was in it too recently");
  client_.AdvanceTo(At("2026-03-03T10:00:00Z"));
  EXPECT_EQ(Publish("e6", "Product Added", kSoap).runs_entered(), 1U);
  Publish("e7", "Order Completed", R"({"total":1})");
  client_.Advance(absl::Hours(48));
  EXPECT_EQ(Publish("e8", "Product Added", kSoap).runs_entered(), 0U);
  EXPECT_EQ(WhyOf(Explain(), "not_entered"), "was in it often enough");
  const auto stats = client_.Stats("cart");
  EXPECT_EQ(stats.entered(), 3U);
  EXPECT_EQ(stats.not_entered().at("already in it"), 1U);
  EXPECT_EQ(stats.not_entered().at("was in it too recently"), 1U);
  EXPECT_EQ(stats.not_entered().at("was in it often enough"), 1U);
}

TEST_F(JourneyE2eTest, AnOldEventStartsNothing) {
  client_.AdvanceTo(At("2026-03-05T10:00:00Z"));
  v1::Event event = MakeEvent("e1", "anna", "Product Added", kSoap);
  event.mutable_time()->set_seconds(absl::ToUnixSeconds(At("2026-03-04T09:59:59Z")));
  EXPECT_EQ(client_.Publish(event).runs_entered(), 0U);
  EXPECT_EQ(WhyOf(Explain(), "not_entered"), "event too old");
}

TEST_F(JourneyE2eTest, AKeyThatCannotBeComputedIsExplained) {
  EXPECT_EQ(Publish("e1", "Product Added", "{}").runs_entered(), 0U);
  EXPECT_THAT(WhyOf(Explain(), "not_entered"), HasSubstr("no key: "));
}

TEST_F(JourneyE2eTest, BrowsingOnPutsOffAnIdleWait) {
  client_.Apply(R"(
journey: quiet
enter: { on: Product Viewed }
steps:
  - wait: { for: 1h, idle: { at_least: 30m } }
  - send: { channels: email, template: hello }
templates:
  hello: { email: { subject: Hi, text: Hi } }
)");
  Publish("e1", "Product Viewed");
  client_.AdvanceTo(At("2026-03-02T10:50:00Z"));
  Publish("e2", "Page Viewed");
  client_.AdvanceTo(At("2026-03-02T11:19:59Z"));
  EXPECT_TRUE(gateway_.Messages().empty());
  client_.AdvanceTo(At("2026-03-02T11:20:00Z"));
  ASSERT_EQ(gateway_.Messages().size(), 1U);
  EXPECT_EQ(gateway_.Messages()[0].time, At("2026-03-02T11:20:00Z"));
}

TEST_F(JourneyE2eTest, AnExitEventEndsTheRunInsideAWait) {
  client_.Apply(R"(
journey: leaving
enter: { on: Product Viewed }
exit: { on: [Left], when: event.far }
steps:
  - wait: { for: 1h }
  - send: { channels: email, template: hello }
templates:
  hello: { email: { subject: Hi, text: Hi } }
)");
  Publish("e1", "Product Viewed");
  Publish("e2", "Left", R"({"far":false})");
  EXPECT_EQ(client_.GetCustomer("anna").runs_size(), 1);
  Publish("e3", "Left", R"({"far":true})");
  EXPECT_EQ(client_.GetCustomer("anna").runs_size(), 0);
  client_.Advance(absl::Hours(2));
  EXPECT_TRUE(gateway_.Messages().empty());
  EXPECT_EQ(WhyOf(Explain(), "ended"), "exit on Left");
}

TEST_F(JourneyE2eTest, ASplitIsStickyAndItsHoldOutIsSentNothingButCounted) {
  constexpr char kSplit[] = R"(
journey: JOURNEY
enter: { on: Browsed }
goal: { event: Order Completed }
steps:
  - split: { by: test, arms: { mail: 50, holdout: 50 } }
  - id: mail
    send: { channels: email, template: hello }
templates:
  hello: { email: { subject: Hi, text: Hi } }
)";
  std::string first(kSplit);
  std::string second(kSplit);
  client_.Apply(first.replace(first.find("JOURNEY"), 7, "one"));
  client_.Apply(second.replace(second.find("JOURNEY"), 7, "two"));
  for (int i = 0; i < 60; ++i) {
    const std::string customer = absl::StrCat("c", i);
    client_.AddCustomer(customer, {v1::CHANNEL_EMAIL});
    client_.Publish(MakeEvent("e1", customer, "Browsed"));
  }
  client_.Advance(absl::Seconds(1));

  const auto one = client_.Stats("one");
  const auto& arms = one.steps(0).arms();
  EXPECT_EQ(arms.at("mail") + arms.at("holdout"), 60U);
  EXPECT_GT(arms.at("mail"), 10U);
  EXPECT_GT(arms.at("holdout"), 10U);
  EXPECT_EQ(one.steps(1).outcomes().at("held_out"), arms.at("holdout"));
  EXPECT_EQ(one.steps(1).outcomes().at("sent"), arms.at("mail"));
  std::map<std::string, int> messages;
  for (const auto& message : gateway_.Messages()) ++messages[message.customer];
  EXPECT_EQ(messages.size(), arms.at("mail"));
  EXPECT_THAT(messages, testing::Each(testing::Pair(testing::_, 2))) << "both journeys or none";

  for (int i = 0; i < 60; ++i) {
    const std::string customer = absl::StrCat("c", i);
    if (messages.count(customer) > 0) continue;
    EXPECT_EQ(WhyOf(client_.Explain(customer), "held_out"), "the customer is in the hold-out");
    client_.Publish(MakeEvent("e2", customer, "Order Completed"));
  }
  EXPECT_EQ(client_.Stats("one").goals(), arms.at("holdout"));
}

TEST_F(JourneyE2eTest, GoingBackIsBounded) {
  client_.Apply(R"(
journey: round
enter: { on: Browsed }
steps:
  - { id: again, wait: { for: 1h } }
  - send: { channels: email, template: hello }
  - go_to: { step: again, at_most: 2 }
templates:
  hello: { email: { subject: Hi, text: "Hi" } }
)");
  Publish("e1", "Browsed");
  client_.Advance(absl::Hours(24));
  const auto messages = gateway_.Messages();
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_NE(messages[0].send_id, messages[1].send_id);
  EXPECT_EQ(messages[2].time, At("2026-03-02T13:00:00Z"));
}

}  // namespace
}  // namespace usher::integration
