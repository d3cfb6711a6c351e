// Arms of tests: who gets which, for how long, and what comes of them.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/conversion.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::DecisionKind;
using support::JourneyWalk;
using testing::HasSubstr;

constexpr char kTest[] = R"(
journey: j
enter: { on: Go, reenter: {} }
goal: { event: Bought, value: event.total }
steps:
  - { id: test, split: { by: mugs, arms: { blue: 45, green: 45, holdout: 10 } } }
  - { id: blue, wait: { for: 1d } }
  - exit: {}
  - { id: green, wait: { for: 1d } }
)";

constexpr char kNewVersion[] = R"(
journey: j
description: other steps, other texts, the same test
enter: { on: Go, reenter: {} }
goal: { event: Bought, value: event.total }
steps:
  - wait: { for: 1m }
  - { id: renamed, split: { by: mugs, arms: { blue: 45, green: 45, holdout: 10 } } }
  - { id: green, wait: { for: 2d } }
  - exit: {}
  - { id: blue, wait: { for: 2d } }
)";

std::string ArmIn(JourneyWalk& walk) {
  walk.Happen("Go");
  walk.Pass(absl::Minutes(2));
  return walk.Last(DecisionKind::kSplit).detail;
}

TEST(ArmTest, StaysAcrossVersionsWhileTheWeightsStand) {
  int holdouts = 0;
  for (int i = 0; i < 200; ++i) {
    const auto customer = base::CustomerId::Known(absl::StrCat("c", i));
    JourneyWalk old(kTest);
    old.customer = customer;
    JourneyWalk renewed(kTest);
    renewed.customer = customer;
    renewed.Apply(kNewVersion);
    const std::string arm = ArmIn(old);
    EXPECT_EQ(ArmIn(renewed), arm) << i;
    holdouts += arm == "holdout" ? 1 : 0;
  }
  EXPECT_GT(holdouts, 5);
  EXPECT_LT(holdouts, 45);
}

TEST(ArmTest, GoalsCountForTheArmsTakenBefore) {
  std::int64_t goals = 0;
  std::int64_t value = 0;
  std::int64_t runs = 0;
  for (int i = 0; i < 50; ++i) {
    JourneyWalk walk(kTest);
    walk.customer = base::CustomerId::Known(absl::StrCat("c", i));
    const std::string arm = ArmIn(walk);
    walk.Happen("Bought", R"({"total": 2.5})");
    EXPECT_EQ(walk.Stat(absl::StrCat("arm_goals:test:", arm)), 1);
    EXPECT_EQ(walk.Stat(absl::StrCat("arm_value:test:", arm)), 2'500'000);
    for (const char* each : {"blue", "green", "holdout"}) {
      runs += walk.Stat(absl::StrCat("arm:test:", each));
      goals += walk.Stat(absl::StrCat("arm_goals:test:", each));
      value += walk.Stat(absl::StrCat("arm_value:test:", each));
    }
    EXPECT_EQ(walk.Stat("goals_held_out"), arm == "holdout" ? 1 : 0);
  }
  EXPECT_EQ(runs, 50);
  EXPECT_EQ(goals, 50);
  EXPECT_EQ(value, 50 * 2'500'000);
}

TEST(ArmTest, AGoalBeforeTheSplitCountsForNoArm) {
  JourneyWalk walk(kNewVersion);
  walk.Happen("Go");
  walk.Happen("Bought");
  EXPECT_EQ(walk.Stat("goals"), 1);
  for (const auto& [counter, count] : walk.stats) {
    EXPECT_THAT(counter, testing::Not(HasSubstr("arm_goals"))) << count;
  }
}

TEST(ArmTest, ARunCountsOnceHoweverOftenItComesBy) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
goal: { event: Bought }
steps:
  - { id: test, split: { arms: { a: 1 } } }
  - { id: a, wait: { for: 1h } }
  - go_to: { step: test, at_most: 3 }
  - wait: { for: 1h }
)");
  walk.Happen("Go");
  walk.Pass(absl::Hours(4));
  EXPECT_EQ(walk.Stat("reached:test"), 4);
  EXPECT_EQ(walk.Stat("arm:test:a"), 1);
  walk.Happen("Bought");
  EXPECT_EQ(walk.Stat("arm_goals:test:a"), 1);
}

TEST(ArmTest, AVisitorsArmStaysWhenTheVisitorBecomesACustomer) {
  int different = 0;
  for (int i = 0; i < 40; ++i) {
    JourneyWalk visitor(kTest);
    visitor.customer = base::CustomerId::Anonymous(absl::StrCat("v", i));
    const std::string arm = ArmIn(visitor);

    JourneyWalk customer(kTest);
    customer.customer = base::CustomerId::Known(absl::StrCat("c", i));
    EventInput known = customer.Event("Seen");
    known.merge_from = absl::StrCat("v", i);
    customer.Give(known);
    customer.Give(AbsorbInput{absl::StrCat("v", i),
                              std::make_shared<customer::Record>(visitor.record), false});
    ASSERT_EQ(customer.run().arms.size(), 1u);
    EXPECT_EQ(customer.run().arms[0].arm, arm);
    customer.Happen("Bought", R"({"total": 1})");
    EXPECT_EQ(customer.Stat(absl::StrCat("arm_goals:test:", arm)), 1);

    JourneyWalk own(kTest);
    own.customer = customer.customer;
    different += ArmIn(own) == arm ? 0 : 1;
  }
  EXPECT_GT(different, 5) << "chance alone would have given many another arm";
}

TEST(ArmTest, OrdinaryRunsKeepNothingOfTheirArms) {
  JourneyWalk walk(kTest);
  ArmIn(walk);
  EXPECT_TRUE(walk.run().arms.empty());
}

TEST(ArmTest, TheHoldOutIsNeverSentAnything) {
  int held_out = 0;
  for (int i = 0; i < 60; ++i) {
    JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps:
  - split: { by: mugs, arms: { a: 50, holdout: 50 } }
  - id: a
    send: { channels: push, template: t, else: other }
  - wait: { for: 1h }
  - send: { channels: [sms, email], template: t }
  - { id: other, send: { channels: email, template: t } }
templates: { t: { push: { body: a }, sms: { text: a }, email: { subject: a } } }
)");
    walk.customer = base::CustomerId::Known(absl::StrCat("c", i));
    walk.Happen("Go");
    const bool held = walk.Last(DecisionKind::kSplit).detail == "holdout";
    walk.Pass(absl::Hours(2));
    EXPECT_EQ(walk.messages.size(), held ? 0u : 3u);
    held_out += held ? 1 : 0;
  }
  EXPECT_GT(held_out, 15);
}

TEST(ConversionTest, TheIntervalIsWilsons) {
  const Interval some = WilsonInterval(81, 263);
  EXPECT_NEAR(some.low, 0.25529, 1e-5);
  EXPECT_NEAR(some.high, 0.36621, 1e-5);
  EXPECT_EQ(WilsonInterval(0, 0).low, 0);
  EXPECT_EQ(WilsonInterval(0, 0).high, 1);
  EXPECT_EQ(WilsonInterval(0, 10).low, 0);
  EXPECT_NEAR(WilsonInterval(0, 10).high, 0.27753, 1e-5);
  EXPECT_NEAR(WilsonInterval(10, 10).low, 1 - 0.27753, 1e-5);
  EXPECT_EQ(WilsonInterval(10, 10).high, 1);
  EXPECT_EQ(WilsonInterval(11, 10).high, 1) << "counters read at odd moments";
}

}  // namespace
}  // namespace usher::journey
