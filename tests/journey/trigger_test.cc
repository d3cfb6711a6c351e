// What starts runs besides events: attributes, dates, calls. And keys and re-entry.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using support::At;
using support::JourneyWalk;
using support::Json;
using testing::HasSubstr;

InputResult SetProfile(JourneyWalk& walk, const char* attributes) {
  ProfileInput profile;
  profile.attributes = *Json(attributes).as_map();
  return walk.Give(profile);
}

constexpr char kTier[] = R"(
journey: tier
enter: { attribute: { name: tier, to: [gold, platinum] }, reenter: {}, key: event.to }
steps: [ wait: { for: 1h } ]
)";

TEST(AttributeTriggerTest, AChangeToAValueStartsARun) {
  JourneyWalk walk(kTier);
  SetProfile(walk, R"({"tier": "silver"})");
  EXPECT_TRUE(walk.record.runs.empty());
  SetProfile(walk, R"({"tier": "gold", "city": "Graz"})");
  EXPECT_EQ(walk.run().key, "gold");
  walk.Pass(absl::Hours(2));
  SetProfile(walk, R"({"tier": "gold"})");
  EXPECT_TRUE(walk.record.runs.empty()) << "nothing changed";
  SetProfile(walk, R"({"tier": "platinum"})");
  EXPECT_EQ(walk.run().key, "platinum");
}

TEST(AttributeTriggerTest, FromAndToAreCompared) {
  struct Case {
    const char* trigger;
    const char* before;
    const char* after;
    bool enters;
  };
  for (const Case& one : {
           Case{"name: a", R"({})", R"({"a": 1})", true},
           Case{"name: a", R"({"a": 1})", R"({"a": null})", true},
           Case{"name: a", R"({"a": 1})", R"({"a": 1})", false},
           Case{"name: a, from: 1", R"({"a": 1})", R"({"a": 2})", true},
           Case{"name: a, from: 1", R"({"a": 3})", R"({"a": 2})", false},
           Case{"name: a, from: [null]", R"({})", R"({"a": 2})", true},
           Case{"name: a, from: [null]", R"({"a": 1})", R"({"a": 2})", false},
           Case{"name: a, to: [null]", R"({"a": 1})", R"({"a": null})", true},
           Case{"name: a, to: true", R"({})", R"({"a": true})", true},
           Case{"name: a, to: true", R"({})", R"({"a": "true"})", false},
           Case{"name: a, to: [1, 2.5]", R"({})", R"({"a": 2.5})", true},
           Case{"name: b", R"({"a": 1})", R"({"a": 2})", false},
       }) {
    JourneyWalk walk(absl::StrCat("journey: j\nenter: { attribute: { ", one.trigger,
                                  " } }\nsteps: [ wait: { for: 1h } ]\n"));
    walk.record.profile.attributes = *Json(one.before).as_map();
    SetProfile(walk, one.after);
    EXPECT_EQ(walk.record.runs.size(), one.enters ? 1u : 0u)
        << one.trigger << one.before << one.after;
  }
}

TEST(AttributeTriggerTest, ASetStepStartsRunsToo) {
  JourneyWalk walk(kTier);
  walk.Apply(
      "journey: sets\nenter: { on: Go }\nsteps: [ set: { attributes: { tier: '\"gold\"' } } ]\n");
  walk.Happen("Go");
  EXPECT_EQ(walk.run().journey, "tier");
}

TEST(AttributeTriggerTest, AttributesThatChangeEachOtherComeToAnEnd) {
  JourneyWalk walk(R"(
journey: j
enter: { attribute: { name: n }, reenter: {} }
steps: [ set: { attributes: { n: customer.n + 1.0 } } ]
)");
  SetProfile(walk, R"({"n": 1})");
  EXPECT_LE(walk.Stat("entered"), 65);
  EXPECT_GE(walk.Stat("entered"), 60);
  EXPECT_TRUE(walk.record.runs.empty());
}

constexpr char kBirthday[] = R"(
journey: birthday
enter: { date: { attribute: born, at: "10:00", yearly: true }, reenter: {} }
steps: [ send: { channels: push, template: t } ]
templates: { t: { push: { title: "Born {{ event.date }}" } } }
)";

TEST(DateTriggerTest, ABirthdayComesEveryYearAtTheLocalTime) {
  JourneyWalk walk(kBirthday);
  ProfileInput profile;
  profile.attributes = *Json(R"({"born": "1990-05-17"})").as_map();
  profile.time_zone = "Europe/Berlin";
  walk.Give(profile);
  ASSERT_EQ(walk.record.dates.size(), 1u);
  EXPECT_EQ(walk.record.dates[0].due, At("2026-05-17 08:00:00"));
  walk.Pass(absl::Hours(24 * 365 * 2));
  ASSERT_EQ(walk.messages.size(), 2u);
  EXPECT_EQ(walk.messages[0].at, At("2026-05-17 08:00:00"));
  EXPECT_EQ(walk.messages[0].content[0].second, "Born 1990-05-17");
  EXPECT_EQ(walk.messages[1].at, At("2027-05-17 08:00:00"));
  EXPECT_EQ(walk.record.dates[0].due, At("2028-05-17 08:00:00"));
}

TEST(DateTriggerTest, ADateComesOnceWithItsOffset) {
  JourneyWalk walk(R"(
journey: j
enter: { date: { attribute: expires, offset: -3d }, reenter: {} }
steps: [ wait: { for: 1h } ]
)");
  SetProfile(walk, R"({"expires": "2026-03-20"})");
  EXPECT_EQ(walk.record.dates[0].due, At("2026-03-17 00:00:00"));
  walk.Pass(absl::Hours(24 * 30));
  EXPECT_EQ(walk.Stat("entered"), 1);
  EXPECT_TRUE(walk.record.dates.empty());
  SetProfile(walk, R"({"expires": "2026-06-20"})");
  walk.Pass(absl::Hours(24 * 100));
  EXPECT_EQ(walk.Stat("entered"), 2);
}

TEST(DateTriggerTest, ADateThatMovesIsFollowedAndOneThatIsPastStartsNothing) {
  JourneyWalk walk("journey: j\nenter: { date: { attribute: d } }\nsteps: [ wait: { for: 1h } ]\n");
  SetProfile(walk, R"({"d": "2026-03-20"})");
  SetProfile(walk, R"({"d": "2026-03-25"})");
  ASSERT_EQ(walk.record.dates.size(), 1u);
  EXPECT_EQ(walk.record.dates[0].due, At("2026-03-25 00:00:00"));
  SetProfile(walk, R"({"d": "2026-03-01"})");
  EXPECT_TRUE(walk.record.dates.empty());
  SetProfile(walk, R"({"d": "no date"})");
  EXPECT_TRUE(walk.record.dates.empty());
  SetProfile(walk, R"({"d": null})");
  walk.Pass(absl::Hours(24 * 60));
  EXPECT_EQ(walk.Stat("entered"), 0);
}

TEST(DateTriggerTest, ADateIsNotLostWhileNoGatewayRuns) {
  JourneyWalk walk(
      "journey: j\nenter: { date: { attribute: d }, max_age: 3d }\nsteps: [ wait: { for: 1h } ]\n");
  SetProfile(walk, R"({"d": "2026-03-20"})");
  walk.now = At("2026-03-21 12:00:00");
  SetProfile(walk, R"({"other": 1})");
  EXPECT_EQ(walk.Stat("entered"), 1);
  JourneyWalk late("journey: j\nenter: { date: { attribute: d } }\nsteps: [ wait: { for: 1h } ]\n");
  SetProfile(late, R"({"d": "2026-03-20"})");
  late.Sleep(absl::Hours(24 * 20));
  EXPECT_EQ(late.Stat("entered"), 0);
  EXPECT_THAT(late.Said(), HasSubstr("event too old"));
}

TEST(DateTriggerTest, AJourneyAppliedLaterLooksWhenTheCustomerIsNextHeardOf) {
  JourneyWalk walk;
  SetProfile(walk, R"({"born": "1990-05-17"})");
  walk.Apply(kBirthday);
  EXPECT_TRUE(walk.record.dates.empty());
  walk.Happen("Anything");
  EXPECT_EQ(walk.record.dates.size(), 1u);
  walk.SetStatus("birthday", JourneyStatus::kArchived);
  walk.Happen("Anything");
  EXPECT_TRUE(walk.record.dates.empty());
}

TEST(DateTriggerTest, AWalkWakesThoseAloneForWhomADateIsToBeWatched) {
  JourneyWalk walk;
  walk.Apply(kBirthday);
  EXPECT_FALSE(walk.MissesDates()) << "no date is known";
  SetProfile(walk, R"({"born": "1990-05-17"})");
  EXPECT_FALSE(walk.MissesDates()) << "it is watched already";
  JourneyWalk late;
  SetProfile(late, R"({"born": "1990-05-17"})");
  late.Apply(kBirthday);
  EXPECT_TRUE(late.MissesDates());
  late.Give(WakeInput{});
  EXPECT_EQ(late.record.dates.size(), 1u);
  EXPECT_FALSE(late.MissesDates());
  late.record.dates[0].version = 1;
  EXPECT_TRUE(late.MissesDates()) << "another version's rule is watched";
  late.record.merged_into = "eve";
  EXPECT_FALSE(late.MissesDates());
}

TEST(DateTriggerTest, ANewVersionsRuleCountsFromThenOn) {
  JourneyWalk walk(kBirthday);
  SetProfile(walk, R"({"born": "1990-05-17"})");
  walk.Apply(R"(
journey: birthday
enter: { date: { attribute: born, at: "18:00", yearly: true }, reenter: {} }
steps: [ wait: { for: 1h } ]
)");
  walk.Pass(absl::Hours(24 * 76) + absl::Hours(5));
  EXPECT_EQ(walk.now, At("2026-05-17 14:00:00"));
  EXPECT_EQ(walk.Stat("entered"), 0);
  walk.Pass(absl::Hours(4));
  EXPECT_EQ(walk.Stat("entered"), 1);
}

constexpr char kCalled[] = R"(
journey: called
enter: { api: {}, key: event.order, reenter: {}, when: event.total > 10 }
steps: [ send: { channels: push, template: t } ]
templates: { t: { push: { title: "{{ event.order }}" } } }
)";

EnterInput Call(const char* id, const char* properties, const char* journey = "called") {
  EnterInput call;
  call.request_id = id;
  call.journey = journey;
  call.properties = Json(properties);
  call.payload_hash = static_cast<std::uint32_t>(std::hash<std::string>()(properties));
  return call;
}

TEST(ApiTriggerTest, ACallStartsOneRunHoweverOftenItIsRepeated) {
  JourneyWalk walk(kCalled);
  const absl::Time active = walk.record.last_event_at;
  EXPECT_EQ(walk.Give(Call("r1", R"({"order": "o1", "total": 20})")).runs_entered, 1u);
  walk.Pass(absl::Minutes(1));
  const InputResult again = walk.Give(Call("r1", R"({"order": "o1", "total": 20})"));
  EXPECT_TRUE(again.duplicate);
  EXPECT_EQ(again.runs_entered, 1u);
  ASSERT_EQ(walk.messages.size(), 1u);
  EXPECT_EQ(walk.messages[0].content[0].second, "o1");
  EXPECT_EQ(walk.record.events_total, 0u);
  EXPECT_EQ(walk.record.last_event_at, active) << "the shop's call is no activity of the customer";
}

TEST(ApiTriggerTest, TheSameRequestWithOtherPropertiesIsRefused) {
  JourneyWalk walk(kCalled);
  walk.Give(Call("r1", R"({"order": "o1", "total": 20})"));
  const customer::Record before = walk.record;
  const InputResult other = walk.Give(Call("r1", R"({"order": "o2", "total": 20})"));
  EXPECT_EQ(other.status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(walk.record, before);
}

TEST(ApiTriggerTest, IdsOfRequestsAndEventsNeverMeet) {
  JourneyWalk walk(kCalled);
  EventInput event = walk.Event("Seen");
  event.id = "r1";
  walk.Give(event);
  EXPECT_EQ(walk.Give(Call("r1", R"({"order": "o1", "total": 20})")).runs_entered, 1u);
}

TEST(ApiTriggerTest, ACallSaysWhyNobodyEntered) {
  JourneyWalk walk(kCalled);
  EXPECT_THAT(walk.Give(Call("r1", R"({"order": "o1", "total": 5})")).not_entered,
              HasSubstr("condition"));
  EXPECT_THAT(walk.Give(Call("r2", "{}", "other")).not_entered, HasSubstr("not open"));
  walk.SetStatus("called", JourneyStatus::kPaused);
  EXPECT_THAT(walk.Give(Call("r3", R"({"order": "o1", "total": 20})")).not_entered,
              HasSubstr("not open"));
  walk.Apply("journey: events-only\nenter: { on: Go }\nsteps: [ exit: {} ]\n");
  EXPECT_THAT(walk.Give(Call("r4", "{}", "events-only")).not_entered, HasSubstr("not open"));
}

TEST(TriggerTest, SeveralKindsOfTriggersStandTogether) {
  JourneyWalk walk(R"(
journey: called
enter: { on: Go, api: {}, attribute: { name: a }, reenter: {} }
steps: [ exit: {} ]
)");
  walk.Happen("Go");
  SetProfile(walk, R"({"a": 1})");
  walk.Give(Call("r1", "{}"));
  EXPECT_EQ(walk.Stat("entered"), 3);
}

constexpr char kCarts[] = R"(
journey: carts
enter: { on: Product Added, key: event.cart_id, reenter: {} }
exit: { on: [Order Completed, Cleared], key: event.cart_id }
goal: { event: Order Completed, key: event.cart_id, when: event.total > 0 }
steps:
  - wait: { until: { event: Opened, key: event.cart_id, then: opened }, at_most: 1d }
  - exit: {}
  - { id: opened, wait: { for: 1d } }
)";

TEST(KeyTest, EventsWithAKeyConcernTheRunOfThatKeyAlone) {
  JourneyWalk walk(kCarts);
  walk.Happen("Product Added", R"({"cart_id": "k1"})");
  walk.Happen("Product Added", R"({"cart_id": 2})");
  ASSERT_EQ(walk.record.runs.size(), 2u);
  walk.Happen("Opened", R"({"cart_id": "k1"})");
  EXPECT_EQ(walk.record.runs[0].step, 2u);
  EXPECT_EQ(walk.record.runs[1].step, 0u);
  walk.Happen("Cleared", R"({"cart_id": "k3"})");
  walk.Happen("Cleared", "{}");
  ASSERT_EQ(walk.record.runs.size(), 2u);
  walk.Happen("Order Completed", R"({"cart_id": 2, "total": 5})");
  EXPECT_EQ(walk.Stat("goals"), 1);
  ASSERT_EQ(walk.record.runs.size(), 1u);
  EXPECT_EQ(walk.record.runs[0].key, "k1");
}

TEST(ReentryTest, AfterExitCountsFromTheEndOfTheLastRun) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go, reenter: { after_exit: 2d } }
steps: [ wait: { for: 3d } ]
)");
  walk.Happen("Go");
  walk.Pass(absl::Hours(24 * 3));
  EXPECT_TRUE(walk.record.runs.empty());
  walk.Pass(absl::Hours(48) - absl::Milliseconds(1));
  walk.Happen("Go");
  EXPECT_TRUE(walk.record.runs.empty());
  EXPECT_THAT(walk.Said(), HasSubstr("not_entered:was in it too recently"));
  walk.Pass(absl::Milliseconds(1));
  walk.Happen("Go");
  EXPECT_EQ(walk.record.runs.size(), 1u);
}

TEST(ReentryTest, WithoutAfterExitNothingIsKeptOfTheEnd) {
  JourneyWalk walk("journey: j\nenter: { on: Go, reenter: {} }\nsteps: [ exit: {} ]\n");
  walk.Happen("Go");
  EXPECT_EQ(walk.record.marks[0].last_ended_at, absl::InfinitePast());
}

TEST(TriggerTest, WhatMakesNoSenseIsNamed) {
  for (const auto& [enter, path] :
       {std::pair("{}", "enter.on"), std::pair("{ attribute: {} }", "enter.attribute.name"),
        std::pair("{ attribute: { name: a, to: [[1]] } }", "enter.attribute.to[0]"),
        std::pair("{ date: {} }", "enter.date.attribute"),
        std::pair("{ date: { attribute: a, at: noon } }", "enter.date.at")}) {
    const auto problems =
        support::ProblemsOf(absl::StrCat("journey: j\nenter: ", enter, "\nsteps: [ exit: {} ]"));
    ASSERT_FALSE(problems.empty()) << enter;
    EXPECT_EQ(problems[0].path, path) << enter;
  }
}

}  // namespace
}  // namespace usher::journey
