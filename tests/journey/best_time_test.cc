// Messages at the best hour.

#include "journey/best_time.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/zone.h"
#include "journey/reactions.h"
#include "journey/send_id.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::Channel;
using customer::DecisionKind;
using support::At;
using support::JourneyWalk;

constexpr char kOffer[] = R"(
journey: offer
enter: { on: Go, reenter: {} }
exit: { on: Stop }
steps:
  - send: { channels: push, at: best_hour, template: t, expire: 1d }
templates: { t: { push: { title: Hi, body: Hi } } }
)";

int HourOf(absl::Time time, absl::TimeZone zone = absl::UTCTimeZone()) {
  return absl::ToCivilHour(time, zone).hour();
}

void Open(JourneyWalk& walk, const Message& message) {
  walk.Happen("Message Opened",
              absl::StrCat("{\"send_id\": \"", SendIdText(message.send_id), "\"}"));
}

// Nothing goes before nine or after noon.
void AllowOnlyTheMorning(JourneyWalk& walk) {
  channel::QuietHours quiet;
  quiet.name = "12:00-09:00";
  quiet.from = 12 * 60;
  quiet.to = 9 * 60;
  walk.policy.quiet_hours = {quiet};
}

TEST(BestTimeTest, AMessageGoesAtTheTimeThatWasChosen) {
  JourneyWalk walk(kOffer);
  walk.Happen("Go");
  const customer::Decision timed = walk.Last(DecisionKind::kTimed);
  EXPECT_THAT(timed.detail, testing::MatchesRegex(
                                "hour [0-9]+ 0\\.[0-9]{4} of 24 hours, the first 9 0\\.[0-9]{4}"));
  walk.Pass(absl::Hours(24));
  ASSERT_EQ(walk.messages.size(), 1u);
  EXPECT_EQ(walk.messages[0].at, timed.until);
  EXPECT_EQ(walk.messages[0].wanted_at, timed.until);
}

TEST(BestTimeTest, TheChosenTimeIsThatOfTheMessageAndIsNotChosenAgain) {
  JourneyWalk walk(kOffer);
  // One of a few has another hour than the first.
  while (walk.record.sends.empty()) walk.Happen("Go");
  const absl::Time chosen = walk.record.sends.at(0).retry_at;
  EXPECT_GT(chosen, walk.now);
  EXPECT_EQ(customer::EarliestDue(walk.record), chosen);
  const std::size_t before = walk.messages.size();
  walk.Happen("Looked Around");
  EXPECT_EQ(walk.record.sends.at(0).retry_at, chosen);
  walk.Pass(chosen - walk.now - absl::Milliseconds(1));
  EXPECT_EQ(walk.messages.size(), before);
  walk.Pass(absl::Milliseconds(1));
  EXPECT_EQ(walk.messages.size(), before + 1);
}

TEST(BestTimeTest, MessagesAreSpreadOverTheDayBeforeTheyExpire) {
  std::set<int> hours;
  std::set<absl::Time> moments;
  for (int i = 0; i < 200; ++i) {
    JourneyWalk walk(kOffer);
    walk.customer = base::CustomerId::Known(absl::StrCat("c", i));
    walk.Happen("Go");
    const absl::Time at = walk.Last(DecisionKind::kTimed).until;
    EXPECT_GE(at, At("2026-03-02 09:00:00"));
    EXPECT_LT(at, At("2026-03-03 08:55:00"));
    hours.insert(HourOf(at));
    moments.insert(at);
  }
  EXPECT_GT(hours.size(), 20u);
  EXPECT_GT(moments.size(), 180u);
}

TEST(BestTimeTest, OnlyHoursOutsideOfQuietHoursAreChosenFrom) {
  for (int i = 0; i < 50; ++i) {
    JourneyWalk walk(kOffer);
    AllowOnlyTheMorning(walk);
    walk.policy.default_zone = absl::UTCTimeZone();
    walk.customer = base::CustomerId::Known(absl::StrCat("c", i));
    walk.now = At("2026-03-02 10:30:00");
    walk.Happen("Go");
    // The rest of this morning, and the next one up to half past ten.
    const customer::Decision timed = walk.Last(DecisionKind::kTimed);
    EXPECT_THAT(timed.detail, testing::HasSubstr("of 3 hours, the first 10 "));
    EXPECT_GE(HourOf(timed.until), 9);
    EXPECT_LT(HourOf(timed.until), 12);
    walk.Pass(absl::Hours(24));
    ASSERT_EQ(walk.messages.size(), 1u);
    EXPECT_EQ(walk.messages[0].at, timed.until) << "quiet hours held it";
  }
}

TEST(BestTimeTest, NothingIsChosenWhereQuietHoursLeaveOneHour) {
  JourneyWalk walk(kOffer);
  AllowOnlyTheMorning(walk);
  walk.policy.quiet_hours[0].from = 10 * 60;
  walk.policy.default_zone = absl::UTCTimeZone();
  walk.Happen("Go");
  EXPECT_EQ(walk.messages.size(), 1u);
  EXPECT_THAT(walk.Said(), testing::Not(testing::HasSubstr("timed")));
}

TEST(BestTimeTest, HoursAreThoseOfTheCustomersDay) {
  JourneyWalk walk(kOffer);
  walk.record.profile.time_zone = "Asia/Kolkata";
  AllowOnlyTheMorning(walk);
  walk.Happen("Go");  // at 14:30 there
  absl::TimeZone india;
  ASSERT_TRUE(base::FindZone("Asia/Kolkata", &india));
  const customer::Decision timed = walk.Last(DecisionKind::kTimed);
  EXPECT_THAT(timed.detail, testing::HasSubstr("the first 9 "));
  EXPECT_GE(HourOf(timed.until, india), 9);
  EXPECT_LT(HourOf(timed.until, india), 12);
}

TEST(BestTimeTest, TheHourReactedInIsChosenMostAndTheOthersNowAndThen) {
  JourneyWalk walk(kOffer);
  int in_the_evening = 0;
  constexpr int kDays = 90;
  for (int day = 0; day < kDays; ++day) {
    walk.Happen("Go");
    walk.Pass(absl::Hours(24));
    ASSERT_EQ(walk.messages.size(), static_cast<std::size_t>(day) + 1);
    const int hour = HourOf(walk.messages.back().at);
    if (hour < 18 || hour > 20) continue;
    Open(walk, walk.messages.back());
    if (day >= kDays / 2) ++in_the_evening;
  }
  EXPECT_GT(in_the_evening, kDays / 4);
  EXPECT_LT(in_the_evening, kDays / 2);
}

TEST(BestTimeTest, WhatAllCustomersDoCountsForOneOfWhomNothingIsKnown) {
  channel::KnownReactions all;
  for (std::size_t hour = 0; hour < all.by_hour.size(); ++hour) {
    all.by_hour[hour] = {1000, hour >= 18 && hour <= 20 ? 400.0 : 20.0};
  }
  int in_the_evening = 0;
  for (int i = 0; i < 50; ++i) {
    JourneyWalk walk(kOffer);
    walk.reactions = &all;
    walk.customer = base::CustomerId::Known(absl::StrCat("c", i));
    walk.Happen("Go");
    const int hour = HourOf(walk.Last(DecisionKind::kTimed).until);
    in_the_evening += hour >= 18 && hour <= 20 ? 1 : 0;
  }
  EXPECT_GT(in_the_evening, 30);
}

TEST(BestTimeTest, MessagesAndReactionsAreCountedByTheHourOfTheMessage) {
  JourneyWalk walk(kOffer);
  walk.Happen("Go");
  walk.Pass(absl::Hours(24));
  const std::string hour = absl::StrCat(HourOf(walk.messages.at(0).at));
  EXPECT_EQ(walk.Stat(absl::StrCat("hour_sent:", hour)), 1);
  EXPECT_EQ(walk.Stat(absl::StrCat("hour_reacted:", hour)), 0);
  walk.Pass(absl::Hours(5));
  Open(walk, walk.messages[0]);
  EXPECT_EQ(walk.Stat(absl::StrCat("hour_reacted:", hour)), 1);
}

TEST(BestTimeTest, JourneysThatSendAtOnceCountNoHours) {
  JourneyWalk walk(R"(
journey: now
enter: { on: Go }
steps: [ send: { channels: push, at: once, template: t } ]
templates: { t: { push: { title: Hi, body: Hi } } }
)");
  walk.Happen("Go");
  ASSERT_EQ(walk.messages.size(), 1u);
  Open(walk, walk.messages[0]);
  EXPECT_EQ(walk.Stat("hour_sent:9"), 0);
  EXPECT_EQ(walk.Stat("hour_reacted:9"), 0);
}

TEST(BestTimeTest, AMessageThatWaitsForItsHourEndsWithItsRun) {
  JourneyWalk walk(kOffer);
  while (walk.record.sends.empty()) walk.Happen("Go");
  const std::size_t before = walk.messages.size();
  walk.Happen("Stop");
  EXPECT_TRUE(walk.record.sends.empty());
  walk.Pass(absl::Hours(24));
  EXPECT_EQ(walk.messages.size(), before);
}

TEST(BestTimeTest, TheBestChannelIsChosenFirstAndItsQuietHoursCount) {
  JourneyWalk walk(R"(
journey: offer
enter: { on: Go }
steps:
  - send: { channels: [push, sms], choose: best, at: best_hour, template: t, expire: 1d }
templates: { t: { push: { title: Hi, body: Hi }, sms: { text: Hi } } }
)");
  AllowOnlyTheMorning(walk);
  walk.policy.default_zone = absl::UTCTimeZone();
  walk.policy.quiet_hours[0].channels.Add(Channel::kSms);
  channel::KnownReactions all;
  all.by_channel[static_cast<std::size_t>(Channel::kSms)] = {10000, 9000};
  walk.reactions = &all;
  walk.Happen("Go");
  ASSERT_EQ(walk.Last(DecisionKind::kChosen).channel, Channel::kSms);
  EXPECT_THAT(walk.Last(DecisionKind::kTimed).detail, testing::HasSubstr("of 3 hours"));
}

TEST(BestTimeTest, AnHourThatTheClockLeavesOutIsNotChosen) {
  for (int i = 0; i < 60; ++i) {
    JourneyWalk walk(kOffer);
    walk.customer = base::CustomerId::Known(absl::StrCat("c", i));
    walk.record.profile.time_zone = "Europe/Vienna";
    walk.now = At("2026-03-28 23:00:00");  // midnight, in the night without 02:00 to 03:00
    walk.Happen("Go");
    const customer::Decision timed = walk.Last(DecisionKind::kTimed);
    EXPECT_THAT(timed.detail, testing::HasSubstr("of 23 hours, the first 0 "));
    EXPECT_THAT(timed.detail, testing::Not(testing::StartsWith("hour 2 ")));
  }
}

TEST(BestTimeTest, AChoiceNeedsTwoHours) {
  const auto problems = support::ProblemsOf(R"(
journey: j
enter: { on: Go }
steps: [ send: { channels: push, at: best_hour, expire: 119m, template: t } ]
templates: { t: { push: { title: Hi, body: Hi } } }
)");
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].path, "steps[0].send.at");
  EXPECT_EQ(problems[0].message, "there is no choice of hours: let expire be at least 2h");
}

}  // namespace
}  // namespace usher::journey
