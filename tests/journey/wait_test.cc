// Waits: for a time, until something happens, and while the customer is quiet.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/send_id.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::DecisionKind;
using support::JourneyWalk;
using testing::HasSubstr;

TEST(WaitTest, LastsExactlyAsLongAsGiven) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps: [ wait: { for: 90m }, { id: after, wait: { for: 1h } } ]
)");
  walk.Happen("Go");
  EXPECT_EQ(walk.Last(DecisionKind::kWaiting).until, walk.now + absl::Minutes(90));
  walk.Sleep(absl::Minutes(90) - absl::Milliseconds(1));
  EXPECT_EQ(walk.step(), "wait-1");
  walk.Sleep(absl::Milliseconds(1));
  EXPECT_EQ(walk.step(), "after");
  EXPECT_THAT(walk.Said(), HasSubstr("wait_over:time"));
}

TEST(WaitTest, TheNextOneCountsFromWhenTheRunGotThere) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps: [ wait: { for: 1h }, { id: after, wait: { for: 1h } } ]
)");
  walk.Happen("Go");
  walk.Sleep(absl::Hours(5));
  EXPECT_EQ(walk.step(), "after");
  EXPECT_EQ(walk.run().due, walk.now + absl::Hours(1));
}

constexpr char kArms[] = R"(
journey: j
enter: { on: Go }
steps:
  - wait:
      until:
        - { event: Bought, when: 'event.total >= 50', then: big }
        - { event: Bought, then: small }
        - { event: Left }
      at_most: 1d
      else: late
  - { id: next, wait: { for: 1h } }
  - { id: big, wait: { for: 1h } }
  - { id: small, wait: { for: 1h } }
  - { id: late, wait: { for: 1h } }
)";

TEST(WaitTest, TheFirstArmThatFitsTheEventIsTaken) {
  for (const auto& [name, json, step] :
       {std::tuple("Bought", R"({"total": 50})", "big"),
        std::tuple("Bought", R"({"total": 49})", "small"), std::tuple("Bought", "{}", "small"),
        std::tuple("Left", "{}", "next"), std::tuple("Seen", "{}", "wait-1")}) {
    JourneyWalk walk(kArms);
    walk.Happen("Go");
    walk.Happen(name, json);
    EXPECT_EQ(walk.step(), step) << name << json;
  }
}

TEST(WaitTest, GoesToElseWhenNothingHappenedInTime) {
  JourneyWalk walk(kArms);
  walk.Happen("Go");
  walk.Pass(absl::Hours(24));
  EXPECT_EQ(walk.step(), "late");
}

TEST(WaitTest, AnEventAtTheLastMomentStillCountsBeforeTheTimeIsOver) {
  JourneyWalk walk(kArms);
  walk.Happen("Go");
  walk.now += absl::Hours(24);
  walk.Happen("Left");
  EXPECT_EQ(walk.step(), "next");
}

TEST(WaitTest, EventsFromBeforeTheEntryMeanNothing) {
  JourneyWalk walk(kArms);
  const absl::Time entered = walk.now;
  walk.Happen("Go");
  walk.now += absl::Minutes(5);
  EventInput late = walk.Event("Left");
  late.at = entered - absl::Milliseconds(1);
  walk.Give(late);
  EXPECT_EQ(walk.step(), "wait-1");
  late.id = "at the same moment";
  late.at = entered;
  walk.Give(late);
  EXPECT_EQ(walk.step(), "next");
}

TEST(WaitTest, AnEventEndsOnlyTheWaitTheRunIsIn) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps:
  - wait: { until: { event: A }, at_most: 1d }
  - wait: { until: { event: A }, at_most: 1d }
  - { id: end, wait: { for: 1h } }
)");
  walk.Happen("Go");
  walk.Happen("A");
  EXPECT_EQ(walk.step(), "wait-2");
  walk.Happen("A");
  EXPECT_EQ(walk.step(), "end");
}

TEST(WaitTest, OfCountsOnlyEventsAboutThatMessage) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps:
  - send: { id: first, channels: push, template: t }
  - send: { id: second, channels: push, template: t }
  - wait: { until: { event: Opened, of: first, then: end }, at_most: 1d }
  - { id: end, wait: { for: 1h } }
templates: { t: { push: { body: hello } } }
)");
  walk.Happen("Go");
  ASSERT_EQ(walk.messages.size(), 2u);
  EXPECT_EQ(walk.step(), "wait-3");
  const auto opened = [&](std::uint64_t id) {
    return walk.Happen("Opened", R"({"send_id": ")" + SendIdText(id) + R"("})");
  };
  opened(walk.messages[1].send_id);
  walk.Happen("Opened");
  walk.Happen("Opened", R"({"send_id": 5})");
  EXPECT_EQ(walk.step(), "wait-3");
  opened(walk.messages[0].send_id);
  EXPECT_EQ(walk.step(), "end");
}

constexpr char kIdle[] = R"(
journey: j
enter: { on: Go }
steps: [ wait: { for: 1h, idle: { at_least: 30m } }, { id: after, wait: { for: 1h } } ]
)";

TEST(WaitTest, IdleHoldsTheRunUntilTheCustomerIsQuiet) {
  JourneyWalk walk(kIdle);
  walk.Happen("Go");
  walk.Pass(absl::Minutes(45));
  walk.Happen("Browsed");
  walk.Pass(absl::Minutes(29));
  EXPECT_EQ(walk.step(), "wait-1");
  walk.Happen("Browsed");
  walk.Pass(absl::Minutes(30) - absl::Milliseconds(1));
  EXPECT_EQ(walk.step(), "wait-1");
  walk.Pass(absl::Milliseconds(1));
  EXPECT_EQ(walk.step(), "after");
}

TEST(WaitTest, IdleDoesNotEndAWaitEarly) {
  JourneyWalk walk(kIdle);
  walk.Happen("Go");
  walk.Pass(absl::Minutes(59));
  EXPECT_EQ(walk.step(), "wait-1");
  walk.Pass(absl::Minutes(1));
  EXPECT_EQ(walk.step(), "after");
}

TEST(WaitTest, APausedJourneyRestsAndGoesOnWhereItWas) {
  JourneyWalk walk(kIdle);
  walk.Happen("Go");
  walk.SetStatus("j", JourneyStatus::kPaused);
  walk.Pass(absl::Hours(3));
  EXPECT_EQ(walk.step(), "wait-1");
  walk.SetStatus("j", JourneyStatus::kActive);
  walk.Pass(absl::Minutes(5));
  EXPECT_EQ(walk.step(), "after");
}

TEST(WaitTest, AnArchivedJourneyEndsItsRunsWhenTheyAreDue) {
  JourneyWalk walk(kIdle);
  walk.Happen("Go");
  walk.SetStatus("j", JourneyStatus::kArchived);
  walk.Pass(absl::Hours(1));
  EXPECT_EQ(walk.record.runs.size(), 0u);
  EXPECT_EQ(walk.Stat("ended:archived"), 1);
  EXPECT_EQ(walk.Stat("waiting:wait-1"), 0);
}

}  // namespace
}  // namespace usher::journey
