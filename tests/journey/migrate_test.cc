// Runs that move to another version.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::DecisionKind;
using support::At;
using support::JourneyWalk;
using testing::HasSubstr;

constexpr char kOld[] = R"(
journey: j
enter: { on: Go, reenter: {} }
goal: { event: Bought, within: 30d }
steps:
  - { id: first, wait: { for: 10d } }
  - { id: hello, send: { channels: push, template: t } }
  - { id: second, wait: { for: 10d } }
  - { id: bye, send: { channels: push, template: t } }
templates: { t: { push: { title: old } } }
)";

constexpr char kNew[] = R"(
journey: j
enter: { on: Go, reenter: {} }
exit: { on: Left }
goal: { event: Ordered, within: 60d }
steps:
  - { id: before, wait: { for: 1d } }
  - { id: first, wait: { until: { event: Ready, then: bye }, at_most: 20d } }
  - { id: bye, send: { channels: [sms, push], template: t } }
templates: { t: { push: { title: new }, sms: { text: new } } }
)";

std::string VersionOfRun(const JourneyWalk& walk) { return VersionText(walk.run().version); }

TEST(MigrateTest, ARunMovesToTheStepOfTheSameIdWhenItIsNextLookedAt) {
  JourneyWalk walk(kOld);
  walk.Happen("Go");
  const std::string old = VersionOfRun(walk);
  const absl::Time due = walk.run().due;
  walk.Apply(kNew);
  walk.Happen("Anything");
  EXPECT_EQ(VersionOfRun(walk), old) << "nobody asked for it";
  walk.Migrate("j");
  walk.Happen("Anything");
  EXPECT_NE(VersionOfRun(walk), old);
  EXPECT_EQ(walk.step(), "first");
  EXPECT_EQ(walk.run().due, due) << "a wait under way ends when it was to end";
  EXPECT_EQ(walk.Stat("waiting:first"), 1);
  EXPECT_EQ(walk.Stat(absl::StrCat("running:", old)), 0);
  EXPECT_EQ(walk.Stat(absl::StrCat("running:", VersionOfRun(walk))), 1);
  EXPECT_EQ(walk.Last(DecisionKind::kMigrated).detail, VersionOfRun(walk));
  walk.Pass(absl::Hours(24 * 10));
  ASSERT_EQ(walk.SentOn(), "sms");
  EXPECT_EQ(walk.messages[0].content[0].second, "new");
}

TEST(MigrateTest, TheVeryEventThatTouchesTheRunMeetsTheNewVersion) {
  JourneyWalk ready(kOld);
  ready.Happen("Go");
  ready.Apply(kNew);
  ready.Migrate("j");
  ready.Happen("Ready");
  EXPECT_EQ(ready.SentOn(), "sms");
  JourneyWalk left(kOld);
  left.Happen("Go");
  left.Apply(kNew);
  left.Migrate("j");
  left.Happen("Left");
  EXPECT_EQ(left.Stat("ended:exit on Left"), 1);
  JourneyWalk goal(kOld);
  goal.Happen("Go");
  goal.Apply(kNew);
  goal.Migrate("j");
  goal.Happen("Bought");
  EXPECT_EQ(goal.Stat("goals"), 0);
  goal.Happen("Ordered");
  EXPECT_EQ(goal.Stat("goals"), 1);
}

TEST(MigrateTest, ARunWhoseStepIsGoneEndsAndSaysSo) {
  JourneyWalk walk(kOld);
  walk.Happen("Go");
  walk.Pass(absl::Hours(24 * 11));
  EXPECT_EQ(walk.step(), "second");
  walk.Apply(kNew);
  walk.Migrate("j");
  walk.Pass(absl::Hours(24 * 9));
  EXPECT_EQ(walk.Stat("ended:step second removed"), 1);
  EXPECT_EQ(walk.Stat("waiting:second"), 0);
  EXPECT_EQ(walk.messages.size(), 1u);
  walk.Happen("Ordered");
  EXPECT_EQ(walk.Stat("goals"), 1) << "it still watches for the goal, now the new one";
}

TEST(MigrateTest, AStepOfAnotherKindIsBegun) {
  JourneyWalk walk(kOld);
  walk.Happen("Go");
  walk.Apply(R"(
journey: j
enter: { on: Go }
steps:
  - { id: first, set: { attributes: { moved: 'true' } } }
  - { id: after, wait: { for: 1h } }
)");
  walk.Migrate("j");
  walk.Happen("Anything");
  EXPECT_EQ(walk.step(), "after");
  EXPECT_EQ(walk.Stat("waiting:first"), 0);
  EXPECT_EQ(walk.record.profile.attributes.size(), 1u);
}

TEST(MigrateTest, AMessageUnderWayKeepsItsRunUntilItsOutcome) {
  JourneyWalk walk(kOld);
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.Happen("Go");
  walk.Pass(absl::Hours(24 * 10));
  ASSERT_EQ(walk.messages.size(), 1u);
  const std::string old = VersionOfRun(walk);
  walk.Apply(absl::StrCat(kOld, "description: other\n"));
  walk.Migrate("j");
  walk.Happen("Anything");
  EXPECT_EQ(VersionOfRun(walk), old);
  walk.Give(OutcomeInput{walk.messages[0].send_id, 1, AttemptResult::kSent, ""});
  EXPECT_NE(VersionOfRun(walk), old);
  EXPECT_EQ(walk.step(), "second");
  EXPECT_EQ(walk.run().sent.size(), 1u);
}

TEST(MigrateTest, AHeldMessageIsTheNewVersions) {
  constexpr char kHeld[] = R"(
journey: j
enter: { on: Go }
steps: [ { id: m, send: { channels: [push, sms], template: t, expire: 30d } } ]
templates: { t: { push: { title: old }, sms: { text: old } } }
)";
  JourneyWalk walk(kHeld);
  channel::QuietHours quiet;
  quiet.from = 8 * 60;
  quiet.to = 20 * 60;
  walk.policy.quiet_hours = {quiet};
  walk.Happen("Go");
  ASSERT_EQ(walk.record.sends.size(), 1u);
  walk.Apply(R"(
journey: j
enter: { on: Go }
steps: [ wait: { for: 1h }, { id: m, send: { channels: sms, template: t } } ]
templates: { t: { sms: { text: new } } }
)");
  walk.Migrate("j");
  walk.Pass(absl::Hours(12));
  ASSERT_EQ(walk.SentOn(), "sms");
  EXPECT_EQ(walk.messages[0].content[0].second, "new");
  EXPECT_TRUE(walk.record.runs.empty());
}

TEST(MigrateTest, ArmsTakenStayTheirs) {
  int changed = 0;
  for (int i = 0; i < 30; ++i) {
    JourneyWalk walk(R"(
journey: j
enter: { on: Go }
goal: { event: Bought }
steps:
  - { id: test, split: { by: t, arms: { a: 1, b: 1 } } }
  - { id: a, wait: { for: 1d } }
  - exit: {}
  - { id: b, wait: { for: 1d } }
)");
    walk.customer = base::CustomerId::Known(absl::StrCat("c", i));
    walk.Happen("Go");
    const std::string arm = walk.Last(DecisionKind::kSplit).detail;
    walk.Apply(R"(
journey: j
enter: { on: Go }
goal: { event: Bought }
steps:
  - { id: note, set: { attributes: { x: '1' } } }
  - { id: test, split: { by: t, arms: { a: 9, b: 1 } } }
  - { id: a, wait: { for: 1d } }
  - exit: {}
  - { id: b, wait: { for: 1d } }
)");
    walk.Migrate("j");
    walk.Happen("Bought");
    EXPECT_EQ(walk.Stat(absl::StrCat("arm_goals:test:", arm)), 1);
    changed += arm == "b" ? 1 : 0;
  }
  EXPECT_GT(changed, 3);
}

TEST(MigrateTest, AWaitThatNowIsForADateFollowsIt) {
  JourneyWalk walk(
      "journey: j\nenter: { on: Go, key: event.at }\nsteps: [ { id: w, wait: { for: 1d } }, { id: "
      "z, wait: { for: 1h } } ]\n");
  walk.Happen("Go", R"({"at": "2026-03-05"})");
  walk.Apply(
      "journey: j\nenter: { on: Go, key: event.at }\n"
      "steps: [ { id: w, wait: { date: { of: run.key } } }, { id: z, wait: { for: 1h } } ]\n");
  walk.Migrate("j");
  walk.Pass(absl::Hours(24 * 2));
  EXPECT_EQ(walk.step(), "w");
  EXPECT_EQ(walk.run().due, At("2026-03-05 00:00:00"));
  walk.Pass(absl::Hours(15));
  EXPECT_EQ(walk.step(), "z");
}

TEST(MigrateTest, ARunThatWatchesWatchesForTheNewGoal) {
  JourneyWalk walk(
      "journey: j\nenter: { on: Go }\ngoal: { event: A, within: 5d }\nsteps: [ exit: {} ]\n");
  walk.Happen("Go");
  walk.Apply(
      "journey: j\nenter: { on: Go }\ngoal: { event: B, within: 9d }\nsteps: [ exit: {} ]\n");
  walk.Migrate("j");
  walk.Happen("Anything");
  EXPECT_EQ(walk.run().due, At("2026-03-11 09:00:00"));
  walk.Happen("B");
  EXPECT_EQ(walk.Stat("goals"), 1);
  JourneyWalk none("journey: j\nenter: { on: Go }\ngoal: { event: A }\nsteps: [ exit: {} ]\n");
  none.Happen("Go");
  none.Apply("journey: j\nenter: { on: Go }\nsteps: [ exit: {} ]\n");
  none.Migrate("j");
  none.Happen("Anything");
  EXPECT_TRUE(none.record.runs.empty());
}

TEST(MigrateTest, ARefusedEventMovesNothing) {
  JourneyWalk walk(kOld);
  walk.Happen("Go");
  walk.Apply(kNew);
  walk.Migrate("j");
  EventInput again = walk.Event("Go");
  again.id = "e1";
  again.payload_hash += 1;
  const customer::Record before = walk.record;
  EXPECT_FALSE(walk.Give(again).status.ok());
  EXPECT_EQ(walk.record, before);
}

}  // namespace
}  // namespace usher::journey
