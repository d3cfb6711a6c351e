// What starts runs of all customers at a time.

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/lasting.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using support::At;
using support::JourneyWalk;
using support::Json;
using testing::ElementsAre;
using testing::HasSubstr;

InputResult SetProfile(JourneyWalk& walk, const char* attributes, const char* zone = "") {
  ProfileInput profile;
  profile.attributes = *Json(attributes).as_map();
  if (*zone != '\0') profile.time_zone = zone;
  return walk.Give(profile);
}

std::string Scheduled(absl::string_view schedule, absl::string_view more = "reenter: {}") {
  return absl::StrCat("journey: weekly\nenter: { schedule: { ", schedule, " }, ", more, R"( }
steps:
  - send: { channels: push, template: t }
templates: { t: { push: { title: "{{ event.scheduled_at }}" } } }
)");
}

// The titles of what was sent.
std::vector<std::string> Sent(const JourneyWalk& walk) {
  std::vector<std::string> sent;
  for (const Message& message : walk.messages) sent.push_back(message.content.at(0).second);
  return sent;
}

// JourneyWalk begins on Monday 2026-03-02 at 09:00 UTC.

TEST(ScheduleTest, ComesAgainAndAgainWhereTheCustomerIs) {
  JourneyWalk walk;
  SetProfile(walk, "{}", "Europe/Vienna");
  walk.Apply(Scheduled(R"(cron: "0 10 * * mon")"));
  walk.Give(WakeInput{});
  walk.Pass(absl::Hours(24 * 34));
  EXPECT_THAT(Sent(walk), ElementsAre("2026-03-09T10:00:00+01:00", "2026-03-16T10:00:00+01:00",
                                      "2026-03-23T10:00:00+01:00", "2026-03-30T10:00:00+02:00"));
}

TEST(ScheduleTest, ComesOnce) {
  JourneyWalk walk(Scheduled("once: 2026-03-05T10:00"));
  SetProfile(walk, "{}", "America/New_York");
  walk.Pass(absl::Hours(24 * 30));
  EXPECT_THAT(Sent(walk), ElementsAre("2026-03-05T10:00:00-05:00"));
  EXPECT_EQ(customer::EarliestDue(walk.record), absl::InfiniteFuture());
}

TEST(ScheduleTest, IsTheSameInstantForAllWithAZoneOrAnOffset) {
  for (const char* schedule :
       {"once: 2026-03-05T10:00, time_zone: Asia/Tokyo", "once: 2026-03-05T10:00:00+09:00"}) {
    JourneyWalk walk(Scheduled(schedule));
    SetProfile(walk, "{}", "America/New_York");
    walk.Pass(At("2026-03-05 01:00:00") - walk.now);
    ASSERT_EQ(walk.messages.size(), 1u) << schedule;
    EXPECT_EQ(walk.messages[0].at, At("2026-03-05 01:00:00")) << schedule;
  }
}

TEST(ScheduleTest, FollowsTheCustomerToAnotherZone) {
  JourneyWalk walk(Scheduled("once: 2026-03-05T10:00"));
  SetProfile(walk, "{}", "Europe/Vienna");
  ASSERT_EQ(walk.record.dates.size(), 1u);
  EXPECT_EQ(walk.record.dates[0].due, At("2026-03-05 09:00:00"));
  SetProfile(walk, "{}", "America/New_York");
  EXPECT_EQ(walk.record.dates[0].due, At("2026-03-05 15:00:00"));
}

TEST(ScheduleTest, SpreadsCustomersEachToAPlaceOfHisOwn) {
  constexpr int kCustomers = 500;
  const absl::Time planned = At("2026-03-05 10:00:00");
  int in_first_half = 0;
  for (int i = 0; i < kCustomers; ++i) {
    JourneyWalk walk;
    walk.customer = base::CustomerId::Known(absl::StrCat("c", i));
    walk.Apply(Scheduled("once: 2026-03-05T10:00, spread: 30m"));
    walk.Give(WakeInput{});
    ASSERT_EQ(walk.record.dates.size(), 1u);
    const absl::Time due = walk.record.dates[0].due;
    EXPECT_GE(due, planned);
    EXPECT_LT(due, planned + absl::Minutes(30));
    in_first_half += due < planned + absl::Minutes(15) ? 1 : 0;
    // A change of the profile does not move him, not even between the time and his place.
    walk.Pass(due - absl::Milliseconds(1) - walk.now);
    SetProfile(walk, R"({"city": "Graz"})");
    ASSERT_EQ(walk.record.dates.size(), 1u);
    EXPECT_EQ(walk.record.dates[0].due, due);
    walk.Pass(absl::Hours(1));
    EXPECT_THAT(Sent(walk), ElementsAre("2026-03-05T10:00:00+00:00"));
  }
  EXPECT_GT(in_first_half, kCustomers * 4 / 10);
  EXPECT_LT(in_first_half, kCustomers * 6 / 10);
}

TEST(ScheduleTest, AsksTheConditionAtThatMoment) {
  JourneyWalk walk(
      Scheduled(R"(cron: "0 10 * * *")", R"(reenter: {}, when: 'count("Seen", "1d") > 0')"));
  walk.Pass(absl::Hours(24));
  EXPECT_EQ(Sent(walk).size(), 0u);
  walk.Happen("Seen");
  walk.Pass(absl::Hours(24 * 3));
  EXPECT_THAT(Sent(walk), ElementsAre("2026-03-03T10:00:00+00:00"));
}

TEST(ScheduleTest, WakesNobodyWhoseProfileRulesHimOut) {
  JourneyWalk walk(Scheduled(
      R"(cron: "0 10 * * *")",
      R"(reenter: {}, when: 'customer.tier == "gold" && reachable("push") && count("Seen") > 0')"));
  walk.Give(WakeInput{});
  EXPECT_TRUE(walk.record.dates.empty()) << "he has no tier";
  EXPECT_FALSE(walk.MissesDates());
  SetProfile(walk, R"({"tier": "silver"})");
  EXPECT_TRUE(walk.record.dates.empty());
  SetProfile(walk, R"({"tier": "gold"})");
  EXPECT_EQ(walk.record.dates.size(), 1u) << "whether something was seen may change";
  SetProfile(walk, R"({"tier": "silver"})");
  EXPECT_TRUE(walk.record.dates.empty());
}

TEST(ScheduleTest, ConcernsNeitherVisitorsNorWhoWasErased) {
  JourneyWalk visitor(Scheduled(R"(cron: "0 10 * * *")"));
  visitor.customer = base::CustomerId::Anonymous("v");
  visitor.record.dates.clear();
  visitor.Give(WakeInput{});
  EXPECT_TRUE(visitor.record.dates.empty());
  JourneyWalk erased(Scheduled(R"(cron: "0 10 * * *")"));
  EXPECT_EQ(erased.record.dates.size(), 1u);
  erased.Give(EraseInput{});
  erased.Give(WakeInput{});
  EXPECT_TRUE(erased.record.dates.empty());
}

TEST(ScheduleTest, WhatCameWhileNoGatewayRanStartsOnceIfItIsNotTooOld) {
  JourneyWalk walk(Scheduled(R"(cron: "0 10 * * *")"));
  walk.Sleep(absl::Hours(5));
  EXPECT_THAT(Sent(walk), ElementsAre("2026-03-02T10:00:00+00:00"));
  walk.Sleep(absl::Hours(24 * 3));
  EXPECT_EQ(Sent(walk).size(), 1u);
  EXPECT_THAT(walk.Said(), HasSubstr("event too old"));
  walk.Pass(absl::Hours(24));
  EXPECT_EQ(Sent(walk).size(), 2u);
}

TEST(ScheduleTest, AKeyMakesEachTimeARunOfItsOwn) {
  JourneyWalk walk(R"(
journey: daily
enter: { schedule: { cron: "0 10 * * *" }, key: event.scheduled_at }
steps: [ wait: { for: 3d } ]
)");
  walk.Pass(absl::Hours(50));
  ASSERT_EQ(walk.record.runs.size(), 3u);
  EXPECT_EQ(walk.record.runs[2].key, "2026-03-04T10:00:00+00:00");
}

TEST(ScheduleTest, StandsBesideDatesAndTheEarliestComesFirst) {
  JourneyWalk walk(R"(
journey: both
enter:
  schedule: { cron: "0 10 1 * *" }
  date: { attribute: renews, at: "08:00" }
  reenter: {}
steps: [ wait: { for: 1h } ]
)");
  SetProfile(walk, R"({"renews": "2026-03-20"})");
  EXPECT_EQ(walk.record.dates[0].due, At("2026-03-20 08:00:00"));
  walk.Pass(absl::Hours(24 * 20));
  EXPECT_EQ(walk.Stat("entered"), 1);
  EXPECT_EQ(walk.record.dates[0].due, At("2026-04-01 10:00:00"));
  walk.Pass(absl::Hours(24 * 45));
  EXPECT_EQ(walk.Stat("entered"), 3);
}

TEST(ScheduleTest, WhatMakesNoSenseIsNamedWithItsPlace) {
  const auto check = [](absl::string_view schedule, absl::string_view path, std::size_t offset,
                        absl::string_view says) {
    const auto problems = support::ProblemsOf(Scheduled(schedule));
    ASSERT_EQ(problems.size(), 1u) << schedule;
    EXPECT_EQ(problems[0].path, path);
    EXPECT_EQ(problems[0].offset, offset);
    EXPECT_THAT(problems[0].message, HasSubstr(std::string(says)));
  };
  check("", "enter.schedule", 0, "give one of `cron`");
  check(R"(cron: "0 10 * * 1", once: 2026-03-05)", "enter.schedule", 0, "give one of `cron`");
  check(R"(cron: "0 25 * * 1")", "enter.schedule.cron", 2, "\"25\" is no hour");
  check(R"(cron: "0 10 30 feb *")", "enter.schedule.cron", 5, "never comes");
  check("once: tomorrow", "enter.schedule.once", 0, "\"tomorrow\" is no time");
  check("once: 2026-03-05, time_zone: Vienna", "enter.schedule.time_zone", 0, "no time zone");
  check("once: 2026-03-05, spread: 25h", "enter.schedule.spread", 0, "must be from");
}

TEST(ScheduleTest, WhoCouldEnterOnlyOnceIsPointedOut) {
  const auto warnings = [](absl::string_view more) {
    return Compile(support::ParseJourney(Scheduled(R"(cron: "0 10 * * 1")", more))).problems;
  };
  ASSERT_EQ(warnings("max_age: 1h").size(), 1u);
  EXPECT_TRUE(warnings("max_age: 1h")[0].warning);
  EXPECT_THAT(warnings("max_age: 1h")[0].message, HasSubstr("enters once only"));
  EXPECT_TRUE(warnings("reenter: {}").empty());
  EXPECT_TRUE(warnings("key: event.scheduled_at").empty());
}

std::vector<std::string> Lasting(absl::string_view condition) {
  std::vector<std::string> texts;
  for (const Expression& expression : LastingConditions(condition)) {
    texts.push_back(expression.text());
  }
  return texts;
}

TEST(LastingConditionsTest, AreThePartsThatChangeWithTheProfileAlone) {
  EXPECT_THAT(Lasting("customer.a == 1 && count(\"A\") > 0 && customer.b"),
              ElementsAre("customer.a == 1 ", " customer.b"));
  EXPECT_THAT(Lasting("(customer.a == 1 && now > last(\"A\")) && reachable(\"sms\")"),
              ElementsAre(" reachable(\"sms\")"));
  EXPECT_THAT(Lasting("customer.a || customer.b && count(\"A\") > 0"), ElementsAre());
  EXPECT_THAT(Lasting("customer.a || customer.b && true"),
              ElementsAre("customer.a || customer.b && true"));
  EXPECT_THAT(Lasting("customer.a ? customer.b && true : count(\"A\") > 0"), ElementsAre());
  EXPECT_THAT(Lasting("customer.tags.exists(t, t == \"x\" && t != \"&&\")"),
              ElementsAre("customer.tags.exists(t, t == \"x\" && t != \"&&\")"));
  EXPECT_THAT(Lasting("event.scheduled_at > \"2026\" && local_time().hour > 5"), ElementsAre());
}

}  // namespace
}  // namespace usher::journey
