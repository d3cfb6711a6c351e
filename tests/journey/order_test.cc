// Which of several runs and messages that are due at once comes first.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using support::JourneyWalk;

constexpr char kWaits[] = R"(
journey: j
enter: { on: Go, key: event.key }
steps:
  - wait: { until: { event: Hurry, key: event.key }, date: { of: event.at } }
  - send: { channels: push, template: t }
templates: { t: { push: { body: hi } } }
)";

std::string Go(const std::string& key, const std::string& at) {
  return absl::StrCat(R"({"key": ")", key, R"(", "at": "2026-03-02T)", at, R"(:00Z"})");
}

std::string Keys(const JourneyWalk& walk) {
  return absl::StrJoin(walk.messages, " ", [](std::string* out, const Message& message) {
    absl::StrAppend(out, message.key);
  });
}

TEST(OrderTest, RunsDueAtOneMomentGoOnInTheOrderOfTheirEntry) {
  JourneyWalk walk(kWaits);
  for (const char* key : {"a", "b", "c"}) walk.Happen("Go", Go(key, "10:00"));
  walk.Pass(absl::Hours(2));
  EXPECT_EQ(Keys(walk), "a b c");
}

TEST(OrderTest, WhoHasBeenDueForLongestComesFirst) {
  JourneyWalk walk(kWaits);
  walk.Happen("Go", Go("late", "12:00"));
  walk.Happen("Go", Go("early", "10:00"));
  walk.Happen("Go", Go("middle", "11:00"));
  walk.Sleep(absl::Hours(5));
  EXPECT_EQ(Keys(walk), "early middle late");
}

TEST(OrderTest, WhatAnEventSetsGoingComesAfterWhatWasDueBefore) {
  JourneyWalk walk(kWaits);
  walk.Happen("Go", Go("hurried", "20:00"));
  walk.Happen("Go", Go("due", "10:00"));
  walk.now += absl::Hours(5);
  walk.Happen("Hurry", R"({"key": "hurried"})");
  EXPECT_EQ(Keys(walk), "due hurried");
}

TEST(OrderTest, TheRunEnteredFirstGetsTheOnlyMessageThatACapAllows) {
  JourneyWalk walk(kWaits);
  channel::Cap cap;
  cap.name = "one";
  cap.max = 1;
  cap.per = absl::Hours(48);
  walk.policy.caps = {cap};
  for (const char* key : {"first", "second"}) walk.Happen("Go", Go(key, "10:00"));
  walk.Pass(absl::Hours(2));
  EXPECT_EQ(Keys(walk), "first");
}

TEST(OrderTest, ARunTakenOverFromAVisitorKeepsItsPlace) {
  JourneyWalk visitor(kWaits);
  visitor.customer = base::CustomerId::Anonymous("v1");
  visitor.Happen("Go", Go("visitor", "10:00"));
  JourneyWalk walk(kWaits);
  walk.now += absl::Minutes(1);
  walk.Happen("Go", Go("customer", "10:00"));
  EventInput login = walk.Event("Login");
  login.merge_from = "v1";
  walk.Give(login);
  walk.Give(AbsorbInput{"v1", std::make_shared<customer::Record>(visitor.record), false});
  walk.Give(AbsorbInput{"v1", nullptr, true});
  walk.Pass(absl::Hours(2));
  EXPECT_EQ(Keys(walk), "visitor customer");
}

TEST(OrderTest, OfMessagesHeldBackTheOneDueFirstGoesFirst) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go, key: event.key }
steps:
  - wait: { until: { event: Hurry, key: event.key, then: email }, at_most: 1m }
  - send: { id: sms, channels: sms, template: t }
  - exit: {}
  - { id: email, send: { channels: email, template: t } }
templates: { t: { sms: { text: hi }, email: { subject: hi } } }
)");
  const auto quiet = [](customer::Channel channel, int from, int to) {
    channel::QuietHours hours;
    hours.channels.Add(channel);
    hours.from = from * 60;
    hours.to = to * 60;
    return hours;
  };
  walk.policy.quiet_hours = {quiet(customer::Channel::kSms, 8, 12),
                             quiet(customer::Channel::kEmail, 8, 11)};
  walk.Happen("Go", R"({"key": "noon"})");
  walk.Pass(absl::Minutes(2));
  walk.Happen("Go", R"({"key": "eleven"})");
  walk.Happen("Hurry", R"({"key": "eleven"})");
  EXPECT_EQ(walk.SentOn(), "");
  walk.Sleep(absl::Hours(4));
  EXPECT_EQ(Keys(walk), "eleven noon");
}

}  // namespace
}  // namespace usher::journey
