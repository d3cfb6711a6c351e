#include "channel/best_hour.h"

#include <cmath>
#include <numeric>
#include <vector>

#include "gtest/gtest.h"

namespace usher::channel {
namespace {

std::vector<int> Hours(int from, int to) {
  std::vector<int> hours(static_cast<std::size_t>(to - from));
  std::iota(hours.begin(), hours.end(), from);
  return hours;
}

void Set(int hour, double sent, double reacted, HourReactions* reactions) {
  (*reactions)[static_cast<std::size_t>(hour)] = {sent, reacted};
}

// What is chosen on average, by the index of the candidate.
std::vector<double> MeanPropensities(const std::vector<int>& candidates, const HourReactions& own,
                                     const HourReactions& all) {
  constexpr int kSeeds = 100;
  std::vector<double> mean(candidates.size());
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const HourChoice choice = ChooseHour(candidates, own, all, seed);
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += choice.propensities[i] / kSeeds;
  }
  return mean;
}

TEST(BestHourTest, PropensitiesAddUpAndNoneIsBelowItsBlindShare) {
  const std::vector<int> candidates = Hours(8, 20);
  HourReactions own = {};
  Set(18, 100, 90, &own);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const HourChoice choice = ChooseHour(candidates, own, {}, seed);
    EXPECT_LT(choice.chosen, candidates.size());
    EXPECT_NEAR(std::accumulate(choice.propensities.begin(), choice.propensities.end(), 0.0), 1,
                1e-9);
    for (const double propensity : choice.propensities) {
      EXPECT_GE(propensity, kBlindHours / 12 - 1e-9);
    }
  }
}

TEST(BestHourTest, EachHourIsChosenAsOftenAsItsPropensitySays) {
  const std::vector<int> candidates = Hours(8, 20);
  HourReactions own = {};
  Set(10, 6, 3, &own);
  constexpr int kSeeds = 2000;
  std::vector<double> chosen(candidates.size());
  std::vector<double> expected(candidates.size());
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const HourChoice choice = ChooseHour(candidates, own, {}, seed);
    chosen[choice.chosen] += 1.0 / kSeeds;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      expected[i] += choice.propensities[i] / kSeeds;
    }
  }
  // A share's standard deviation is at most sqrt(0.25 / 2000), 0.011.
  for (std::size_t i = 0; i < chosen.size(); ++i) EXPECT_NEAR(chosen[i], expected[i], 0.05) << i;
}

TEST(BestHourTest, TheSameSeedGivesTheSameChoice) {
  const HourChoice first = ChooseHour(Hours(0, 24), {}, {}, 7);
  const HourChoice second = ChooseHour(Hours(0, 24), {}, {}, 7);
  EXPECT_EQ(first.chosen, second.chosen);
  EXPECT_EQ(first.propensities, second.propensities);
}

TEST(BestHourTest, OfWhomNothingIsKnownNoHourIsPreferred) {
  for (const double mean : MeanPropensities(Hours(0, 24), {}, {})) {
    EXPECT_NEAR(mean, 1.0 / 24, 0.015);
  }
}

TEST(BestHourTest, WhoIsNewGetsTheHoursThatOthersReactIn) {
  HourReactions all = {};
  for (int hour = 0; hour < kHours; ++hour) {
    Set(hour, 1000, hour >= 18 && hour < 21 ? 400 : 20, &all);
  }
  const std::vector<double> mean = MeanPropensities(Hours(8, 24), {}, all);
  EXPECT_GT(mean[10] + mean[11] + mean[12], 0.7);
}

TEST(BestHourTest, OwnReactionsOverruleThoseOfOthers) {
  HourReactions all = {};
  for (int hour = 0; hour < kHours; ++hour) {
    Set(hour, 1000, hour >= 18 && hour < 21 ? 300 : 50, &all);
  }
  HourReactions own = {};
  for (int hour = 8; hour < 21; ++hour) Set(hour, 6, hour == 9 || hour == 10 ? 6 : 0, &own);
  const std::vector<double> mean = MeanPropensities(Hours(8, 21), own, all);
  EXPECT_GT(mean[1] + mean[2], 0.7);
}

TEST(BestHourTest, AReactionSpeaksForTheHoursAroundItOverMidnightToo) {
  HourReactions own = {};
  Set(23, 8, 8, &own);
  const std::vector<double> mean = MeanPropensities({0, 6, 12, 18}, own, {});
  EXPECT_GT(mean[0], 0.6);
}

TEST(BestHourTest, FewMessagesOfOthersAreNoRule) {
  HourReactions all = {};
  Set(3, 2, 2, &all);
  const std::vector<double> mean = MeanPropensities(Hours(0, 24), {}, all);
  EXPECT_LT(mean[3], 0.25);
}

}  // namespace
}  // namespace usher::channel
