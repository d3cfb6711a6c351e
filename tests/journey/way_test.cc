// Steps that choose the way: branch, split, go_to, exit; and set.

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using support::JourneyWalk;
using support::Json;
using testing::HasSubstr;

TEST(BranchTest, TheFirstTrueCaseIsTaken) {
  constexpr char kBranch[] = R"(
journey: j
enter: { on: Go }
steps:
  - branch:
      cases:
        - { when: 'event.total > 100', then: gold }
        - { when: 'event.total > 10 && run.journey == "j"', then: silver }
      else: tin
  - { id: next, wait: { for: 1h } }
  - { id: gold, wait: { for: 1h } }
  - { id: silver, wait: { for: 1h } }
  - { id: tin, wait: { for: 1h } }
)";
  for (const auto& [json, step] :
       {std::pair(R"({"total": 101})", "gold"), std::pair(R"({"total": 50})", "silver"),
        std::pair(R"({"total": 1})", "tin")}) {
    JourneyWalk walk(kBranch);
    walk.Happen("Go", json);
    EXPECT_EQ(walk.step(), step);
    EXPECT_THAT(walk.Said(), HasSubstr(absl::StrCat("branch:", step)));
  }
}

TEST(BranchTest, ACaseThatCannotBeEvaluatedIsFalseAndTheNextIsAsked) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps:
  - branch: { cases: [ { when: event.a > 1, then: end }, { when: event.b > 1, then: mid } ] }
  - { id: mid, wait: { for: 1h } }
  - { id: end, exit: {} }
)");
  walk.Happen("Go", R"({"b": 2})");
  EXPECT_EQ(walk.step(), "mid");
  EXPECT_THAT(walk.Said(), HasSubstr("condition_error:event.a > 1: "));
}

constexpr char kSplit[] = R"(
journey: j
enter: { on: Go, key: event.key }
goal: { event: Buy }
steps:
  - split: { by: test, arms: { left: 60, right: 30, holdout: 10 } }
  - { id: left, send: { channels: push, template: t } }
  - { id: stop, exit: {} }
  - { id: right, wait: { for: 1h } }
templates: { t: { push: { body: hi } } }
)";

TEST(SplitTest, GivesEachArmItsShareOfManyCustomers) {
  constexpr int kCustomers = 4000;
  JourneyWalk walk(kSplit);
  for (int i = 0; i < kCustomers; ++i) {
    walk.customer = base::CustomerId::Known(absl::StrCat("customer-", i));
    walk.record = customer::Record();
    walk.Happen("Go", R"({"key": "k"})");
  }
  // Four standard deviations of a binomial distribution are below 0.032 of 4000.
  EXPECT_NEAR(static_cast<double>(walk.Stat("arm:split-1:left")) / kCustomers, 0.6, 0.032);
  EXPECT_NEAR(static_cast<double>(walk.Stat("arm:split-1:right")) / kCustomers, 0.3, 0.032);
  EXPECT_NEAR(static_cast<double>(walk.Stat("arm:split-1:holdout")) / kCustomers, 0.1, 0.032);
}

TEST(SplitTest, ACustomerStaysInHisArm) {
  JourneyWalk walk(kSplit);
  for (int i = 0; i < 20; ++i) {
    walk.Happen("Go", absl::StrCat(R"({"key": "k)", i, R"("})"));
    walk.Pass(absl::Hours(2));
  }
  int arms_used = 0;
  for (const char* arm : {"left", "right", "holdout"}) {
    arms_used += walk.Stat(absl::StrCat("arm:split-1:", arm)) > 0 ? 1 : 0;
  }
  EXPECT_EQ(arms_used, 1);
}

// A customer whom the test puts into the hold-out.
JourneyWalk HeldOutWalk() {
  for (int i = 0; i < 1000; ++i) {
    JourneyWalk walk(kSplit);
    walk.customer = base::CustomerId::Known(absl::StrCat("customer-", i));
    walk.Happen("Go", R"({"key": "k"})");
    if (walk.Stat("arm:split-1:holdout") == 1) return walk;
  }
  ADD_FAILURE() << "nobody is held out";
  return JourneyWalk();
}

TEST(SplitTest, TheHoldOutWalksTheFirstArmAndIsSentNothing) {
  const JourneyWalk walk = HeldOutWalk();
  EXPECT_EQ(walk.messages.size(), 0u);
  EXPECT_EQ(walk.Stat("outcome:left:held_out"), 1);
  EXPECT_EQ(walk.Stat("ended:stop"), 1);
}

TEST(SplitTest, GoalsOfTheHoldOutAreCountedApart) {
  JourneyWalk walk = HeldOutWalk();
  walk.Happen("Buy");
  EXPECT_EQ(walk.Stat("goals"), 1);
  EXPECT_EQ(walk.Stat("goals_held_out"), 1);
}

// A customer in the hold-out of a journey with these steps after its split.
JourneyWalk HeldOutOf(const std::string& steps) {
  for (int i = 0; i < 100; ++i) {
    JourneyWalk walk(absl::StrCat(R"(
journey: j
enter: { on: Go }
goal: { event: Buy }
steps:
  - audience: { add: before }
  - split: { by: test, arms: { told: 50, holdout: 50 } }
  - { id: told, wait: { for: 1m } }
)",
                                  steps, R"(
  - { id: end, wait: { for: 1d } }
  - { id: otherwise, exit: {} }
templates: { t: { push: { body: a } } }
)"));
    walk.customer = base::CustomerId::Known(absl::StrCat("customer-", i));
    walk.Happen("Go");
    if (!walk.run().held_out) continue;
    walk.Pass(absl::Minutes(2));
    return walk;
  }
  ADD_FAILURE() << "nobody is held out";
  return JourneyWalk();
}

TEST(HoldOutTest, GoesOnAsIfTheMessageHadBeenSent) {
  const JourneyWalk walk =
      HeldOutOf("  - send: { id: hello, channels: push, template: t, else: otherwise }");
  EXPECT_EQ(walk.messages.size(), 0u);
  EXPECT_EQ(walk.step(), "end");
  EXPECT_EQ(walk.Stat("outcome:hello:held_out"), 1);
}

TEST(HoldOutTest, WhatWouldNotHaveBeenSentIsSkipped) {
  const JourneyWalk walk = HeldOutOf(
      "  - send: { id: hello, channels: push, template: t, when: 'false', else: otherwise }");
  EXPECT_EQ(walk.Stat("outcome:hello:skipped"), 1);
  EXPECT_EQ(walk.Stat("outcome:hello:held_out"), 0);
  EXPECT_EQ(walk.Stat("ended:otherwise"), 1);
}

TEST(HoldOutTest, SetsNothingMakesNothingHappenAndJoinsNoAudience) {
  const JourneyWalk walk = HeldOutOf(R"(
  - { id: note, set: { attributes: { coupon_at: now } } }
  - { id: event, emit: { event: Coupon Given } }
  - { id: target, audience: { add: after, remove: before } })");
  EXPECT_EQ(walk.step(), "end");
  EXPECT_TRUE(walk.record.profile.attributes.empty());
  EXPECT_TRUE(walk.record.profile.audiences.empty()) << "it has left the one it was in";
  EXPECT_EQ(walk.Said(),
            "entered audience:joined before split:holdout waiting wait_over:time held_out held_out "
            "audience:left before held_out waiting");
}

TEST(GoToTest, JumpsAsOftenAsAllowedAndThenGoesOn) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps:
  - { id: top, wait: { for: 1h } }
  - { id: back, go_to: { step: top, at_most: 2 } }
  - { id: end, exit: { reason: done } }
)");
  walk.Happen("Go");
  walk.Pass(absl::Hours(2));
  EXPECT_EQ(walk.step(), "top");
  walk.Pass(absl::Hours(1));
  EXPECT_EQ(walk.Stat("ended:done"), 1);
  EXPECT_EQ(walk.Stat("reached:top"), 3);
  EXPECT_EQ(walk.Stat("reached:back"), 3);
}

TEST(GoToTest, AnEndlessLoopEndsTheRunAndSaysSo) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps:
  - { id: a, branch: { cases: [ { when: 'true', then: b } ] } }
  - { id: b, branch: { cases: [ { when: 'true', then: a } ] } }
)");
  walk.Happen("Go");
  EXPECT_EQ(walk.record.runs.size(), 0u);
  EXPECT_EQ(walk.Stat("ended:endless loop"), 1);
}

TEST(SetTest, SetsAttributesThatTheNextStepSees) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps:
  - set: { attributes: { tier: '"gold"', orders: event.orders + 1.0 } }
  - branch: { cases: [ { when: 'customer.tier == "gold" && customer.orders == 3', then: yes } ] }
  - exit: {}
  - { id: "yes", wait: { for: 1h } }
)");
  walk.Happen("Go", R"({"orders": 2})");
  EXPECT_EQ(walk.step(), "yes");
  EXPECT_EQ(base::Value(walk.record.profile.attributes), Json(R"({"orders": 3, "tier": "gold"})"));
  EXPECT_THAT(walk.Said(), HasSubstr("set:tier = \"gold\""));
}

TEST(SetTest, WhatCannotBeEvaluatedOrHasNoRoomIsLeftOut) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps:
  - set: { attributes: { a: event.missing, b: '1', c: '2' } }
  - { id: end, wait: { for: 1h } }
)");
  walk.limits.attributes_max = 1;
  walk.Happen("Go");
  EXPECT_EQ(walk.step(), "end");
  EXPECT_EQ(base::Value(walk.record.profile.attributes), Json(R"({"b": 1})"));
  EXPECT_THAT(walk.Said(), HasSubstr("condition_error:event.missing: "));
  EXPECT_THAT(walk.Said(), HasSubstr("condition_error:no room for the attribute c"));
}

TEST(ExitStepTest, EndsTheRunForItsReason) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go, key: event.key }
steps:
  - branch: { cases: [ { when: 'event.key == "a"', then: bye } ] }
  - { id: fine, exit: { reason: satisfied } }
  - { id: bye, exit: {} }
)");
  walk.Happen("Go", R"({"key": "a"})");
  walk.Happen("Go", R"({"key": "b"})");
  EXPECT_EQ(walk.Stat("ended:bye"), 1);
  EXPECT_EQ(walk.Stat("ended:satisfied"), 1);
}

}  // namespace
}  // namespace usher::journey
