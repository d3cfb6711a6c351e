// Who enters a journey, and why not.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using support::JourneyWalk;
using testing::HasSubstr;

constexpr char kPlain[] = R"(
journey: cart
enter: { on: [Added, Saved], when: 'event.price > 10', key: event.cart, max_age: 2h }
steps: [ wait: { for: 1h } ]
)";

TEST(EntryTest, AnyOfTheNamedEventsStartsARunIfTheConditionHolds) {
  JourneyWalk walk(kPlain);
  EXPECT_EQ(walk.Happen("Added", R"({"price": 11, "cart": "a"})").runs_entered, 1u);
  EXPECT_EQ(walk.Happen("Saved", R"({"price": 11, "cart": "b"})").runs_entered, 1u);
  EXPECT_EQ(walk.Happen("Viewed", R"({"price": 11, "cart": "c"})").runs_entered, 0u);
  EXPECT_EQ(walk.Happen("Added", R"({"price": 10, "cart": "d"})").runs_entered, 0u);
  EXPECT_EQ(walk.record.runs.size(), 2u);
  EXPECT_EQ(walk.Stat("entered"), 2);
  EXPECT_EQ(walk.record.runs[0].key, "a");
  EXPECT_NE(walk.record.runs[0].id, walk.record.runs[1].id);
}

TEST(EntryTest, WhoeverIsNotMeantLeavesNoTrace) {
  JourneyWalk walk(kPlain);
  walk.Happen("Added", R"({"price": 10, "cart": "d"})");
  EXPECT_EQ(walk.Said(), "");
}

TEST(EntryTest, AConditionThatCannotBeEvaluatedIsFalseAndSaysWhy) {
  JourneyWalk walk(kPlain);
  EXPECT_EQ(walk.Happen("Added", R"({"cart": "a"})").runs_entered, 0u);
  EXPECT_THAT(walk.Said(), HasSubstr("not_entered:condition failed: event.price > 10: "));
  EXPECT_EQ(walk.Stat("not_entered:condition failed"), 1);
}

TEST(EntryTest, AKeyThatCannotBeEvaluatedStartsNothing) {
  JourneyWalk walk(kPlain);
  EXPECT_EQ(walk.Happen("Added", R"({"price": 11})").runs_entered, 0u);
  EXPECT_THAT(walk.Said(), HasSubstr("not_entered:no key: event.cart: "));
}

TEST(EntryTest, ANumberIsAKeyAsItIsWritten) {
  JourneyWalk walk(kPlain);
  walk.Happen("Added", R"({"price": 11, "cart": 4711})");
  EXPECT_EQ(walk.record.runs[0].key, "4711");
}

TEST(EntryTest, LongKeysAreCutAndStayApart) {
  JourneyWalk walk(kPlain);
  for (const char* end : {"1", "2"}) {
    walk.Happen("Added", R"({"price": 11, "cart": ")" + std::string(200, 'x') + end + R"("})");
  }
  ASSERT_EQ(walk.record.runs.size(), 2u);
  EXPECT_EQ(walk.record.runs[0].key.size(), 128u);
  EXPECT_NE(walk.record.runs[0].key, walk.record.runs[1].key);
}

TEST(EntryTest, EventsOlderThanMaxAgeStartNothing) {
  JourneyWalk walk(kPlain);
  EventInput event = walk.Event("Added", R"({"price": 11, "cart": "a"})");
  event.at = walk.now - absl::Hours(2) - absl::Milliseconds(1);
  EXPECT_EQ(walk.Give(event).runs_entered, 0u);
  EXPECT_EQ(walk.Said(), "not_entered:event too old");
  event.id = "other";
  event.at = walk.now - absl::Hours(2);
  EXPECT_EQ(walk.Give(event).runs_entered, 1u);
  EXPECT_EQ(walk.record.runs[0].entered_at, walk.now - absl::Hours(2));
}

TEST(EntryTest, ARunOfAnEventFromTheFutureCountsAsEnteredNow) {
  JourneyWalk walk(kPlain);
  EventInput event = walk.Event("Added", R"({"price": 11, "cart": "a"})");
  event.at = walk.now + absl::Minutes(5);
  walk.Give(event);
  EXPECT_EQ(walk.run().entered_at, walk.now);
}

TEST(EntryTest, OneRunAtATimeForEachKey) {
  JourneyWalk walk(kPlain);
  walk.Happen("Added", R"({"price": 11, "cart": "a"})");
  EXPECT_EQ(walk.Happen("Added", R"({"price": 11, "cart": "a"})").runs_entered, 0u);
  EXPECT_THAT(walk.Said(), HasSubstr("not_entered:already in it"));
  EXPECT_EQ(walk.Stat("not_entered:already in it"), 1);
}

TEST(EntryTest, TheSameRefusalAgainOnlyRaisesACount) {
  JourneyWalk walk(kPlain);
  for (int i = 0; i < 4; ++i) walk.Happen("Added", R"({"price": 11, "cart": "a"})");
  ASSERT_EQ(walk.record.decisions.back().detail, "already in it");
  EXPECT_EQ(walk.record.decisions.back().count, 2u);
  EXPECT_EQ(walk.Stat("not_entered:already in it"), 3);
}

TEST(EntryTest, NobodyEntersTwiceUnlessReentryIsGiven) {
  JourneyWalk walk(kPlain);
  walk.Happen("Added", R"({"price": 11, "cart": "a"})");
  walk.Pass(absl::Hours(2));
  EXPECT_EQ(walk.record.runs.size(), 0u);
  EXPECT_EQ(walk.Happen("Added", R"({"price": 11, "cart": "a"})").runs_entered, 0u);
  EXPECT_EQ(walk.Happen("Added", R"({"price": 11, "cart": "b"})").runs_entered, 1u);
  EXPECT_THAT(walk.Said(), HasSubstr("not_entered:was in it before"));
}

TEST(EntryTest, ReentryKeepsItsDistanceAndItsNumber) {
  JourneyWalk walk(R"(
journey: cart
enter: { on: Added, reenter: { after: 24h, at_most: 2 } }
steps: [ wait: { for: 1h } ]
)");
  EXPECT_EQ(walk.Happen("Added").runs_entered, 1u);
  walk.Pass(absl::Hours(24) - absl::Milliseconds(1));
  EXPECT_EQ(walk.Happen("Added").runs_entered, 0u);
  EXPECT_EQ(walk.Stat("not_entered:was in it too recently"), 1);
  walk.Pass(absl::Milliseconds(1));
  EXPECT_EQ(walk.Happen("Added").runs_entered, 1u);
  walk.Pass(absl::Hours(48));
  EXPECT_EQ(walk.Happen("Added").runs_entered, 0u);
  EXPECT_EQ(walk.Stat("not_entered:was in it often enough"), 1);
}

TEST(EntryTest, ReentryWaitsForTheRunToBeOver) {
  JourneyWalk walk(R"(
journey: cart
enter: { on: Added, reenter: { after: 1h } }
steps: [ wait: { for: 3h } ]
)");
  walk.Happen("Added");
  walk.Pass(absl::Hours(2));
  EXPECT_EQ(walk.Happen("Added").runs_entered, 0u);
  EXPECT_EQ(walk.Stat("not_entered:already in it"), 1);
}

TEST(EntryTest, NoFurtherRunStartsBeyondTheLimit) {
  JourneyWalk walk(kPlain);
  walk.limits.runs_max = 2;
  for (const char* cart : {"a", "b", "c"}) {
    walk.Happen("Added", std::string(R"({"price": 11, "cart": ")") + cart + R"("})");
  }
  EXPECT_EQ(walk.record.runs.size(), 2u);
  EXPECT_EQ(walk.Stat("not_entered:in too many journeys"), 1);
}

TEST(EntryTest, MarksBeyondTheLimitForgetTheOldest) {
  JourneyWalk walk(kPlain);
  walk.limits.marks_max = 2;
  for (const char* cart : {"a", "b", "c"}) {
    walk.Happen("Added", std::string(R"({"price": 11, "cart": ")") + cart + R"("})");
    walk.Pass(absl::Hours(1));
  }
  EXPECT_EQ(walk.record.marks.size(), 2u);
  EXPECT_EQ(walk.Happen("Added", R"({"price": 11, "cart": "a"})").runs_entered, 1u);
  EXPECT_EQ(walk.Happen("Added", R"({"price": 11, "cart": "c"})").runs_entered, 0u);
}

TEST(EntryTest, ARunKeepsOnlyWhatStepsAndTemplatesRead) {
  JourneyWalk walk(R"(
journey: cart
enter: { on: Added, when: event.price > 0 }
steps:
  - wait: { for: 1h }
  - send: { channels: push, template: t }
  - branch: { cases: [ { when: event.vip == true, then: end } ] }
  - { id: end, exit: {} }
templates: { t: { push: { body: "{{ event.name }}" } } }
)");
  walk.Happen("Added", R"({"price": 1, "name": "mug", "vip": true, "noise": "x"})");
  EXPECT_EQ(walk.run().event, support::Json(R"({"name": "mug", "vip": true})"));
}

TEST(EntryTest, PausedAndArchivedJourneysTakeNobody) {
  JourneyWalk walk(kPlain);
  walk.SetStatus("cart", JourneyStatus::kPaused);
  EXPECT_EQ(walk.Happen("Added", R"({"price": 11, "cart": "a"})").runs_entered, 0u);
  walk.SetStatus("cart", JourneyStatus::kArchived);
  EXPECT_EQ(walk.Happen("Added", R"({"price": 11, "cart": "a"})").runs_entered, 0u);
  walk.SetStatus("cart", JourneyStatus::kActive);
  EXPECT_EQ(walk.Happen("Added", R"({"price": 11, "cart": "a"})").runs_entered, 1u);
}

TEST(EntryTest, ARunStaysOnTheVersionItEnteredAndOthersEnterTheNewOne) {
  JourneyWalk walk(kPlain);
  walk.Happen("Added", R"({"price": 11, "cart": "a"})");
  walk.Apply(R"(
journey: cart
enter: { on: Added, key: event.cart }
steps: [ wait: { for: 5h } ]
)");
  walk.Happen("Added", R"({"price": 1, "cart": "b"})");
  walk.Pass(absl::Hours(1));
  EXPECT_EQ(walk.run().key, "b");
}

}  // namespace
}  // namespace usher::journey
