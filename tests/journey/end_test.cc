// Exits and goals, which are effective at once, even inside a long wait.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::RunPhase;
using support::JourneyWalk;
using testing::HasSubstr;

constexpr char kJourney[] = R"(
journey: j
enter: { on: Go, key: event.key, reenter: { after: 1h } }
exit: { on: [Cancel, Return], when: event.key == run.key }
goal: { event: Buy, when: 'event.total > 0', within: 7d, value: event.total }
steps: [ wait: { for: 2d } ]
)";

TEST(ExitTest, EndsARunInsideALongWait) {
  JourneyWalk walk(kJourney);
  walk.Happen("Go", R"({"key": "a"})");
  walk.Pass(absl::Hours(10));
  walk.Happen("Return", R"({"key": "b"})");
  EXPECT_EQ(walk.run().phase, RunPhase::kAtStep);
  walk.Happen("Return", R"({"key": "a"})");
  EXPECT_EQ(walk.run().phase, RunPhase::kWatching);
  EXPECT_EQ(walk.Stat("ended:exit on Return"), 1);
  EXPECT_EQ(walk.Stat("waiting:wait-1"), 0);
}

TEST(ExitTest, EventsFromBeforeTheEntryDoNotEndARun) {
  JourneyWalk walk(kJourney);
  walk.Happen("Go", R"({"key": "a"})");
  EventInput late = walk.Event("Cancel", R"({"key": "a"})");
  late.at -= absl::Milliseconds(1);
  walk.Give(late);
  EXPECT_EQ(walk.run().phase, RunPhase::kAtStep);
}

TEST(ExitTest, WithoutAGoalNothingIsLeftOfTheRun) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
exit: { on: Cancel }
steps: [ wait: { for: 2d } ]
)");
  walk.Happen("Go");
  walk.Happen("Cancel");
  EXPECT_EQ(walk.record.runs.size(), 0u);
}

TEST(GoalTest, EndsTheRunAtOnceAndCountsItsValue) {
  JourneyWalk walk(kJourney);
  walk.Happen("Go", R"({"key": "a"})");
  walk.Happen("Buy", R"({"total": 12.5})");
  EXPECT_EQ(walk.record.runs.size(), 0u);
  EXPECT_EQ(walk.Stat("goals"), 1);
  EXPECT_EQ(walk.Stat("ended:goal"), 1);
  EXPECT_EQ(walk.Stat("value"), 12'500'000);
  EXPECT_EQ(walk.Stat("waiting:wait-1"), 0);
}

TEST(GoalTest, IsReachedOnceForEveryRunUnderWay) {
  JourneyWalk walk(kJourney);
  walk.Happen("Go", R"({"key": "a"})");
  walk.Happen("Go", R"({"key": "b"})");
  walk.Happen("Buy", R"({"total": 1})");
  walk.Happen("Buy", R"({"total": 1})");
  EXPECT_EQ(walk.Stat("goals"), 2);
}

TEST(GoalTest, ItsConditionMustHold) {
  JourneyWalk walk(kJourney);
  walk.Happen("Go", R"({"key": "a"})");
  walk.Happen("Buy", R"({"total": 0})");
  walk.Happen("Buy");
  EXPECT_EQ(walk.Stat("goals"), 0);
  EXPECT_THAT(walk.Said(), HasSubstr("condition_error:event.total > 0: "));
}

TEST(GoalTest, CountsAfterTheLastStepWithinItsTime) {
  JourneyWalk walk(kJourney);
  walk.Happen("Go", R"({"key": "a"})");
  walk.Pass(absl::Hours(7 * 24) - absl::Milliseconds(1));
  EXPECT_EQ(walk.run().phase, RunPhase::kWatching);
  EXPECT_EQ(walk.Stat("ended:completed"), 1);
  walk.Happen("Buy", R"({"total": 3})");
  EXPECT_EQ(walk.Stat("goals"), 1);
  EXPECT_EQ(walk.Stat("value"), 3'000'000);
  EXPECT_EQ(walk.Stat("ended:goal"), 0);
}

TEST(GoalTest, IsOverWhenItsTimeIsOver) {
  JourneyWalk walk(kJourney);
  walk.Happen("Go", R"({"key": "a"})");
  walk.Pass(absl::Hours(7 * 24));
  EXPECT_EQ(walk.record.runs.size(), 0u);
  walk.Happen("Buy", R"({"total": 3})");
  EXPECT_EQ(walk.Stat("goals"), 0);
}

TEST(GoalTest, CountsByTheTimeOfTheEvent) {
  JourneyWalk walk(kJourney);
  const absl::Time entered = walk.now;
  walk.Happen("Go", R"({"key": "a"})");
  walk.Pass(absl::Hours(6 * 24));
  EventInput future = walk.Event("Buy", R"({"total": 3})");
  future.at = entered + absl::Hours(7 * 24);
  walk.Give(future);
  EXPECT_EQ(walk.Stat("goals"), 0);
  future.id = "earlier";
  future.at -= absl::Milliseconds(1);
  walk.Give(future);
  EXPECT_EQ(walk.Stat("goals"), 1);
}

TEST(GoalTest, ARunThatExitedStillWatchesForIt) {
  JourneyWalk walk(kJourney);
  walk.Happen("Go", R"({"key": "a"})");
  walk.Happen("Cancel", R"({"key": "a"})");
  walk.Happen("Buy", R"({"total": 3})");
  EXPECT_EQ(walk.Stat("goals"), 1);
}

TEST(GoalTest, ANewRunTakesOverFromOneThatWatches) {
  JourneyWalk walk(kJourney);
  walk.Happen("Go", R"({"key": "a"})");
  walk.Pass(absl::Hours(49));
  walk.Happen("Go", R"({"key": "a"})");
  EXPECT_EQ(walk.record.runs.size(), 1u);
  walk.Happen("Buy", R"({"total": 3})");
  EXPECT_EQ(walk.Stat("goals"), 1);
}

TEST(GoalTest, ValuesThatAreNoNumbersCountNothing) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
goal: { event: Buy, value: event.total }
steps: [ wait: { for: 2d } ]
)");
  walk.Happen("Go");
  walk.Happen("Buy", R"({"total": "much"})");
  EXPECT_EQ(walk.Stat("goals"), 1);
  EXPECT_EQ(walk.Stat("value"), 0);
}

TEST(GoalTest, TheEventThatStartsARunIsNotItsGoal) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Buy }
goal: { event: Buy }
steps: [ wait: { for: 2d } ]
)");
  walk.Happen("Buy");
  EXPECT_EQ(walk.Stat("goals"), 0);
  walk.Pass(absl::Hours(1));
  walk.Happen("Buy");
  EXPECT_EQ(walk.Stat("goals"), 1);
}

}  // namespace
}  // namespace usher::journey
