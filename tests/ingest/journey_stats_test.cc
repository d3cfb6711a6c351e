#include "ingest/journey_stats.h"

#include "gtest/gtest.h"

namespace usher::ingest {
namespace {

journey::Definition TwoSteps() {
  journey::Definition definition;
  definition.steps.push_back({"hello", journey::Send()});
  definition.steps.push_back({"rest", journey::Wait()});
  return definition;
}

TEST(JourneyStatsTest, StepsAreInTheOrderOfTheNewestVersionThenTheOthers) {
  v1::StatsResponse stats;
  FillStats({{"reached:gone", 4}, {"reached:rest", 2}}, TwoSteps(), &stats);
  ASSERT_EQ(stats.steps_size(), 3);
  EXPECT_EQ(stats.steps(0).id(), "hello");
  EXPECT_EQ(stats.steps(0).kind(), "send");
  EXPECT_EQ(stats.steps(0).reached(), 0u);
  EXPECT_EQ(stats.steps(1).kind(), "wait");
  EXPECT_EQ(stats.steps(1).reached(), 2u);
  EXPECT_EQ(stats.steps(2).id(), "gone");
  EXPECT_EQ(stats.steps(2).kind(), "");
}

TEST(JourneyStatsTest, EveryCounterHasItsPlace) {
  v1::StatsResponse stats;
  FillStats({{"entered", 10},
             {"goals", 3},
             {"value", 12'500'000},
             {"ended:goal", 3},
             {"ended:exit on A:B", 1},
             {"not_entered:already in it", 2},
             {"waiting:rest", 6},
             {"outcome:hello:capped", 1},
             {"sent:hello:push", 8},
             {"held:hello:daily:cap", 5},
             {"reacted:push", 5},
             {"hour_sent:18", 6},
             {"hour_reacted:18", 2},
             {"hour_sent:9", 2},
             {"arm:rest:left", 4}},
            TwoSteps(), &stats);
  EXPECT_EQ(stats.entered(), 10u);
  EXPECT_EQ(stats.goals(), 3u);
  EXPECT_EQ(stats.value(), 12.5);
  EXPECT_EQ(stats.active(), 6u);
  EXPECT_EQ(stats.ended().at("exit on A:B"), 1u);
  EXPECT_EQ(stats.not_entered().at("already in it"), 2u);
  EXPECT_EQ(stats.steps(1).waiting(), 6u);
  EXPECT_EQ(stats.steps(0).outcomes().at("capped"), 1u);
  EXPECT_EQ(stats.steps(0).sent_by_channel().at("push"), 8u);
  EXPECT_EQ(stats.steps(0).held().at("daily:cap"), 5u);
  EXPECT_EQ(stats.steps(1).arms().at("left"), 4u);
  EXPECT_EQ(stats.steps_size(), 2);
  EXPECT_EQ(stats.reactions_by_channel().at("push"), 5u);
  ASSERT_EQ(stats.hours_size(), 2);
  EXPECT_EQ(stats.hours(0).hour(), 9u);
  EXPECT_EQ(stats.hours(0).sent(), 2u);
  EXPECT_EQ(stats.hours(1).hour(), 18u);
  EXPECT_EQ(stats.hours(1).reacted(), 2u);
}

TEST(JourneyStatsTest, ArmsHaveTheirGoalsAndAnInterval) {
  v1::StatsResponse stats;
  FillStats({{"arm:rest:a", 263},
             {"arm_goals:rest:a", 81},
             {"arm_value:rest:a", 12'500'000},
             {"arm:rest:b:c", 10},
             {"running:00000000000000aa", 2},
             {"running:00000000000000bb", 5},
             {"running:00000000000000cc", 0}},
            TwoSteps(), &stats);
  ASSERT_EQ(stats.steps(1).conversions_size(), 2);
  const auto& a = stats.steps(1).conversions(0);
  EXPECT_EQ(a.name(), "a");
  EXPECT_EQ(a.runs(), 263u);
  EXPECT_EQ(a.goals(), 81u);
  EXPECT_EQ(a.value(), 12.5);
  EXPECT_NEAR(a.conversion(), 0.30798, 1e-5);
  EXPECT_NEAR(a.conversion_low(), 0.25529, 1e-5);
  EXPECT_NEAR(a.conversion_high(), 0.36621, 1e-5);
  EXPECT_EQ(stats.steps(1).conversions(1).name(), "b:c");
  EXPECT_EQ(stats.steps(1).conversions(1).conversion(), 0);
  EXPECT_EQ(stats.steps(1).conversions(1).conversion_low(), 0);
  EXPECT_NEAR(stats.steps(1).conversions(1).conversion_high(), 0.27753, 1e-5);
  ASSERT_EQ(stats.versions_size(), 2);
  EXPECT_EQ(stats.versions(0).version(), "00000000000000bb");
  EXPECT_EQ(stats.versions(0).running(), 5u);
}

TEST(JourneyStatsTest, CountersThatAreReadAtOddMomentsAreNotNegative) {
  v1::StatsResponse stats;
  FillStats({{"entered", 1}, {"ended:goal", 2}, {"waiting:rest", -1}}, TwoSteps(), &stats);
  EXPECT_EQ(stats.active(), 0u);
  EXPECT_EQ(stats.steps(1).waiting(), 0u);
}

}  // namespace
}  // namespace usher::ingest
