// Waits for local times and dates, and what holds them.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "channel/zone.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::DecisionKind;
using support::At;
using support::JourneyWalk;
using support::Json;
using testing::HasSubstr;

// The customer's day begins at nine on a Monday, in UTC.
JourneyWalk WalkTo(absl::string_view wait, absl::string_view head = "") {
  return JourneyWalk(
      absl::StrCat("journey: j\n", head, "enter: { on: Go }\nsteps:\n  - wait: ", wait, R"(
  - { id: next, wait: { for: 1h } }
  - { id: gone, wait: { for: 1h } }
  - { id: none, wait: { for: 1h } }
  - { id: bought, wait: { for: 1h } }
)"));
}

void SetProfile(JourneyWalk& walk, const char* attributes, const char* zone = nullptr,
                const char* country = nullptr) {
  ProfileInput profile;
  profile.attributes = *Json(attributes).as_map();
  if (zone != nullptr) profile.time_zone = zone;
  if (country != nullptr) profile.country = country;
  walk.Give(profile);
}

TEST(LocalWaitTest, AMomentIsTheNextTimeTheClockShowsIt) {
  JourneyWalk later = WalkTo(R"({ local: { at: "18:30" } })");
  later.Happen("Go");
  EXPECT_EQ(later.run().due, At("2026-03-02 18:30:00"));
  JourneyWalk tomorrow = WalkTo(R"({ local: { at: "08:59" } })");
  tomorrow.Happen("Go");
  EXPECT_EQ(tomorrow.run().due, At("2026-03-03 08:59:00"));
  tomorrow.Pass(absl::Hours(24) - absl::Minutes(1));
  EXPECT_EQ(tomorrow.step(), "next");
}

TEST(LocalWaitTest, AMomentThatIsNowPassesAtOnce) {
  JourneyWalk walk = WalkTo(R"({ local: { at: "09:00" } })");
  walk.Happen("Go");
  EXPECT_EQ(walk.step(), "next");
  EXPECT_THAT(walk.Said(), HasSubstr("wait_over:at once"));
}

TEST(LocalWaitTest, ARunThatComesByAgainWaitsForTheNextMoment) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps:
  - { id: daily, wait: { local: { at: "09:00" } } }
  - send: { channels: push, template: t }
  - go_to: { step: daily, at_most: 3 }
templates: { t: { push: { body: a } } }
)");
  walk.Happen("Go");
  EXPECT_EQ(walk.messages.size(), 1u);
  walk.Pass(absl::Hours(24 * 3) - absl::Milliseconds(1));
  EXPECT_EQ(walk.messages.size(), 3u);
  walk.Pass(absl::Milliseconds(1));
  EXPECT_EQ(walk.messages.size(), 4u);
  EXPECT_EQ(walk.messages[3].at, At("2026-03-05 09:00:00"));
}

TEST(LocalWaitTest, AWindowIsHalfOpen) {
  for (const auto& [window, due] :
       {std::pair(R"(from: "08:00", to: "09:00")", "2026-03-03 08:00:00"),
        std::pair(R"(from: "09:00", to: "10:00")", "2026-03-02 10:00:00"),
        std::pair(R"(from: "22:00", to: "09:01")", "2026-03-02 10:00:00"),
        std::pair(R"(from: "22:00", to: "09:00")", "2026-03-02 22:00:00")}) {
    JourneyWalk walk = WalkTo(absl::StrCat("{ local: { ", window, " } }"));
    walk.Happen("Go");
    EXPECT_EQ(walk.run().due, At(due)) << window;  // of the step after it, if it passed at once
  }
}

TEST(LocalWaitTest, WeekdaysAloneAreWholeDays) {
  JourneyWalk walk = WalkTo("{ local: { weekdays: [saturday, sunday] } }");
  walk.Happen("Go");
  EXPECT_EQ(walk.run().due, At("2026-03-07 00:00:00"));
  JourneyWalk today = WalkTo("{ local: { weekdays: monday } }");
  today.Happen("Go");
  EXPECT_EQ(today.step(), "next");
}

TEST(LocalWaitTest, ComesAfterALengthOfTime) {
  JourneyWalk walk = WalkTo(R"({ for: 1d, local: { at: "10:00", weekdays: [monday, friday] } })");
  walk.Happen("Go");
  EXPECT_EQ(walk.run().due, At("2026-03-06 10:00:00"));
}

TEST(LocalWaitTest, EndsAWaitForEventsAsAtMostDoes) {
  const char* wait =
      R"({ until: { event: Bought, then: bought }, local: { at: "18:00" }, else: gone })";
  JourneyWalk over = WalkTo(wait);
  over.Happen("Go");
  over.Pass(absl::Hours(9));
  EXPECT_EQ(over.step(), "gone");
  JourneyWalk bought = WalkTo(wait);
  bought.Happen("Go");
  bought.Happen("Bought");
  EXPECT_EQ(bought.step(), "bought");
}

TEST(LocalWaitTest, TheZoneIsTheCustomersThenTheCountrysThenTheJourneysThenThePolicys) {
  const char* wait = R"({ local: { at: "12:00" } })";
  const auto due = [&](const char* zone, const char* country, absl::string_view head) {
    JourneyWalk walk = WalkTo(wait, head);
    walk.policy.country_zones["JP"] = *channel::LoadZone("Asia/Tokyo");
    walk.policy.default_zone = channel::LoadZone("America/New_York");
    SetProfile(walk, "{}", zone, country);
    walk.Happen("Go");
    return walk.run().due;
  };
  const char* head = "time_zone: Europe/Berlin\n";
  EXPECT_EQ(due("Asia/Kathmandu", "JP", head), At("2026-03-03 06:15:00"));
  EXPECT_EQ(due("No/Such", "jp", head), At("2026-03-03 03:00:00"));
  EXPECT_EQ(due("", "AT", head), At("2026-03-02 11:00:00"));
  EXPECT_EQ(due("", "", ""), At("2026-03-02 17:00:00"));
}

TEST(LocalWaitTest, ConditionsKnowTheSameZone) {
  const auto step = [](const char* zone, const char* country) {
    JourneyWalk walk(R"(
journey: j
time_zone: Europe/Berlin
enter: { on: Go }
steps:
  - branch: { cases: [ { when: local_time().hour == 10, then: ten }, { when: local_time().hour == 18, then: six } ], else: other }
  - { id: ten, wait: { for: 1h } }
  - { id: six, wait: { for: 1h } }
  - { id: other, wait: { for: 1h } }
)");
    walk.policy.country_zones["JP"] = *channel::LoadZone("Asia/Tokyo");
    SetProfile(walk, "{}", zone, country);
    walk.Happen("Go");
    return walk.step();
  };
  EXPECT_EQ(step("", ""), "ten");
  EXPECT_EQ(step("", "JP"), "six");
  EXPECT_EQ(step("UTC", "JP"), "other");
}

TEST(LocalWaitTest, FollowsTheCustomerIntoAnotherZone) {
  JourneyWalk walk = WalkTo(R"({ local: { at: "12:00" } })");
  walk.Happen("Go");
  EXPECT_EQ(walk.run().due, At("2026-03-02 12:00:00"));
  SetProfile(walk, "{}", "Europe/Berlin");
  EXPECT_EQ(walk.run().due, At("2026-03-02 11:00:00"));
  walk.Pass(absl::Hours(1));
  SetProfile(walk, "{}", "Asia/Tokyo");
  EXPECT_EQ(walk.run().due, At("2026-03-03 03:00:00"));
}

TEST(LocalWaitTest, AWindowThatClosedAgainBeforeAnybodyLookedOpensTheNextDay) {
  JourneyWalk walk = WalkTo(R"({ local: { from: "10:00", to: "12:00" } })");
  walk.Happen("Go");
  walk.Sleep(absl::Hours(4));
  EXPECT_EQ(walk.step(), "wait-1");
  EXPECT_EQ(walk.run().due, At("2026-03-03 10:00:00"));
  walk.Pass(absl::Hours(21));
  EXPECT_EQ(walk.step(), "next");
}

TEST(LocalWaitTest, AnActiveCustomerIsWaitedForInsideTheWindowOnly) {
  JourneyWalk walk =
      WalkTo(R"({ for: 1h, local: { from: "08:00", to: "10:15" }, idle: { at_least: 30m } })");
  walk.Happen("Go");
  walk.Pass(absl::Minutes(50));
  walk.Happen("Browsed");
  walk.Pass(absl::Hours(2));
  EXPECT_EQ(walk.step(), "wait-1");
  EXPECT_EQ(walk.run().due, At("2026-03-03 08:00:00"));
}

TEST(DateWaitTest, EndsAtTheDateAndItsOffset) {
  JourneyWalk walk = WalkTo("{ date: { of: event.at, offset: -1d } }");
  walk.Happen("Go", R"({"at": "2026-03-05T18:30"})");
  EXPECT_EQ(walk.run().due, At("2026-03-04 18:30:00"));
  walk.Pass(absl::Minutes(57 * 60 + 30));
  EXPECT_EQ(walk.step(), "next");
}

TEST(DateWaitTest, WhatIsPastOrMissingGoesOnAtOnceOrToItsArm) {
  for (const auto& [arms, json, step] :
       {std::tuple("", R"({"at": "2026-03-01"})", "next"), std::tuple("", "{}", "next"),
        std::tuple("", R"({"at": "soon"})", "next"),
        std::tuple(", past: gone, missing: none", R"({"at": "2026-03-01"})", "gone"),
        std::tuple(", past: gone, missing: none", R"({"at": "soon"})", "none"),
        std::tuple(", past: gone, missing: none", "{}", "none"),
        std::tuple(", past: gone, missing: none", R"({"at": "2026-03-02T09:00"})", "next")}) {
    JourneyWalk walk = WalkTo(absl::StrCat("{ date: { of: event.at", arms, " } }"));
    walk.Happen("Go", json);
    EXPECT_EQ(walk.step(), step) << arms << json;
  }
}

TEST(DateWaitTest, FollowsADateThatMoves) {
  JourneyWalk walk = WalkTo("{ date: { of: customer.fitting, missing: none } }");
  SetProfile(walk, R"({"fitting": "2026-03-05"})");
  walk.Happen("Go");
  SetProfile(walk, R"({"fitting": "2026-03-09"})");
  EXPECT_EQ(walk.run().due, At("2026-03-09 00:00:00"));
  SetProfile(walk, R"({"fitting": "2026-03-03"})");
  walk.Pass(absl::Hours(15) - absl::Milliseconds(1));
  EXPECT_EQ(walk.step(), "wait-1");
  walk.Pass(absl::Milliseconds(1));
  EXPECT_EQ(walk.step(), "next");
}

TEST(DateWaitTest, ADateTakenAwayEndsTheWait) {
  JourneyWalk walk = WalkTo("{ date: { of: customer.fitting, missing: none } }");
  SetProfile(walk, R"({"fitting": "2026-03-05"})");
  walk.Happen("Go");
  SetProfile(walk, R"({"fitting": null})");
  EXPECT_EQ(walk.step(), "none");
}

TEST(DateWaitTest, WhatItComparesWithIsAskedWhenTheWaitEnds) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps:
  - wait: { for: 1h }
  - branch: { cases: [ { when: customer.tier == "gold", then: gold } ], else: plain }
  - { id: gold, wait: { for: 1d } }
  - { id: plain, wait: { for: 1d } }
)");
  SetProfile(walk, R"({"tier": "blue"})");
  walk.Happen("Go");
  SetProfile(walk, R"({"tier": "gold"})");
  walk.Pass(absl::Hours(1));
  EXPECT_EQ(walk.step(), "gold");
}

TEST(DateWaitTest, YearlyIsTheNextAnniversary) {
  JourneyWalk walk = WalkTo(R"({ date: { of: customer.born, at: "10:00", yearly: true } })");
  SetProfile(walk, R"({"born": "1990-03-02"})");
  walk.Happen("Go");
  EXPECT_EQ(walk.run().due, At("2026-03-02 10:00:00"));
  walk.Sleep(absl::Hours(7));
  EXPECT_EQ(walk.step(), "next") << "late by six hours, but the day has come";
}

TEST(DateWaitTest, ADateAndALocalTimeGoTogether) {
  JourneyWalk walk =
      WalkTo(R"({ date: { of: event.delivered }, local: { weekdays: [saturday], at: "11:00" } })");
  walk.Happen("Go", R"({"delivered": "2026-03-04"})");
  EXPECT_EQ(walk.run().due, At("2026-03-07 11:00:00"));
}

TEST(IdleTest, SinceNamesTheEventsThatCountAsActivity) {
  JourneyWalk walk =
      WalkTo("{ for: 1h, idle: { at_least: 30m, since: [Product Viewed, Product Added] } }");
  walk.Happen("Go");
  walk.Pass(absl::Minutes(45));
  walk.Happen("Message Opened");
  walk.Pass(absl::Minutes(5));
  walk.Happen("Product Viewed");
  walk.Pass(absl::Minutes(29));
  EXPECT_EQ(walk.step(), "wait-1");
  walk.Pass(absl::Minutes(1));
  EXPECT_EQ(walk.step(), "next");
}

TEST(IdleTest, SinceWithoutSuchEventsIsQuiet) {
  JourneyWalk walk = WalkTo("{ for: 1h, idle: { since: Product Viewed } }");
  walk.Happen("Go");
  walk.Pass(absl::Minutes(59));
  walk.Happen("Message Opened");
  walk.Pass(absl::Minutes(1));
  EXPECT_EQ(walk.step(), "next");
}

TEST(LocalWaitTest, ASleepingRunOfAnotherKindTakesNoMoreRoom) {
  JourneyWalk walk = WalkTo("{ for: 1h }");
  walk.Happen("Go");
  EXPECT_EQ(walk.run().wait_from, absl::UnixEpoch());
  JourneyWalk local = WalkTo(R"({ local: { at: "10:00" } })");
  local.Happen("Go");
  EXPECT_EQ(local.run().wait_from, local.now);
  local.Pass(absl::Hours(1));
  EXPECT_EQ(local.run().wait_from, absl::UnixEpoch());
}

struct Faulty {
  const char* wait;
  const char* path;
  const char* says;
};

TEST(LocalWaitTest, WhatMakesNoSenseIsNamed) {
  for (const Faulty& faulty : {
           Faulty{"{}", "steps[0].wait", "give `for`, `until`"},
           Faulty{"{ at_most: 1h }", "steps[0].wait.at_most", "goes with `until`"},
           Faulty{"{ until: { event: A } }", "steps[0].wait", "might never end"},
           Faulty{"{ for: 1h, date: { of: event.at } }", "steps[0].wait.date", "excludes `for`"},
           Faulty{"{ date: {} }", "steps[0].wait.date.of", "say which date"},
           Faulty{R"({ date: { of: event.at, at: "9:00" } })", "steps[0].wait.date.at", "HH:MM"},
           Faulty{"{ date: { of: event.at, offset: 500d } }", "steps[0].wait.date.offset",
                  "must be from"},
           Faulty{"{ date: { of: event.at, past: nxt } }", "steps[0].wait.date.past",
                  "did you mean \"next\""},
           Faulty{"{ local: {} }", "steps[0].wait.local", "give `at`"},
           Faulty{R"({ local: { at: "09:00", from: "08:00", to: "10:00" } })",
                  "steps[0].wait.local", "either `at`"},
           Faulty{R"({ local: { from: "08:00" } })", "steps[0].wait.local", "go together"},
           Faulty{R"({ local: { from: "08:00", to: "08:00" } })", "steps[0].wait.local.to",
                  "must differ"},
           Faulty{R"({ local: { at: "24:00" } })", "steps[0].wait.local.at", "no time of day"},
           Faulty{"{ for: 1h, idle: { since: [any, A] } }", "steps[0].wait.idle.since[0]",
                  "stands alone"},
       }) {
    const auto problems = support::ProblemsOf(
        absl::StrCat("journey: j\nenter: { on: Go }\nsteps: [ wait: ", faulty.wait,
                     ", { id: next, exit: {} } ]"));
    ASSERT_FALSE(problems.empty()) << faulty.wait;
    EXPECT_EQ(problems[0].path, faulty.path) << faulty.wait;
    EXPECT_THAT(problems[0].message, HasSubstr(faulty.says)) << faulty.wait;
  }
  const auto problems =
      support::ProblemsOf("journey: j\ntime_zone: Berlin\nenter: { on: Go }\nsteps: [ exit: {} ]");
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems[0].path, "time_zone");
}

}  // namespace
}  // namespace usher::journey
