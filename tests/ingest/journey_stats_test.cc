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
}

TEST(JourneyStatsTest, CountersThatAreReadAtOddMomentsAreNotNegative) {
  v1::StatsResponse stats;
  FillStats({{"entered", 1}, {"ended:goal", 2}, {"waiting:rest", -1}}, TwoSteps(), &stats);
  EXPECT_EQ(stats.active(), 0u);
  EXPECT_EQ(stats.steps(1).waiting(), 0u);
}

}  // namespace
}  // namespace usher::ingest
