#include "load/histogram.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "gtest/gtest.h"

#include "load/random.h"

namespace usher::load {
namespace {

constexpr double kQuantiles[] = {0.0, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 1.0};

// The smallest sample that at least the share `quantile` of all does not exceed.
std::uint64_t Exact(const std::vector<std::uint64_t>& sorted, double quantile) {
  const auto rank =
      static_cast<std::size_t>(std::ceil(quantile * static_cast<double>(sorted.size()) - 1e-6));
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

TEST(HistogramTest, QuantilesExceedExactOnesByAtMostAThousandth) {
  Random random(7, 0);
  Histogram histogram;
  std::vector<std::uint64_t> samples;
  for (int i = 0; i < 100'000; ++i) {
    // From nanoseconds to minutes, each magnitude as often as the next.
    samples.push_back(static_cast<std::uint64_t>(std::pow(10, random.Uniform() * 11.5)));
    histogram.Record(samples.back());
  }
  std::sort(samples.begin(), samples.end());
  for (const double quantile : kQuantiles) {
    const auto exact = static_cast<double>(Exact(samples, quantile));
    EXPECT_GE(static_cast<double>(histogram.Quantile(quantile)), exact) << quantile;
    EXPECT_LE(static_cast<double>(histogram.Quantile(quantile)), exact * 1.001) << quantile;
  }
  EXPECT_EQ(histogram.min(), samples.front());
  EXPECT_EQ(histogram.max(), samples.back());
}

TEST(HistogramTest, SmallNumbersAreExact) {
  Histogram histogram;
  for (std::uint64_t value = 1; value <= 1000; ++value) histogram.Record(value);
  EXPECT_EQ(histogram.Quantile(0.5), 500U);
  EXPECT_EQ(histogram.Quantile(0.999), 999U);
  EXPECT_EQ(histogram.Quantile(1), 1000U);
  EXPECT_DOUBLE_EQ(histogram.mean(), 500.5);
}

TEST(HistogramTest, EmptyOneSaysZero) {
  const Histogram histogram;
  EXPECT_EQ(histogram.Quantile(0.99), 0U);
  EXPECT_EQ(histogram.min(), 0U);
  EXPECT_EQ(histogram.max(), 0U);
  EXPECT_EQ(histogram.mean(), 0);
}

TEST(HistogramTest, MergedOnesEqualOneThatSawEverything) {
  Histogram odd, even, all;
  for (std::uint64_t value = 1; value < 5'000'000; value = value * 3 / 2 + 1) {
    (value % 2 == 0 ? even : odd).Record(value, 3);
    all.Record(value, 3);
  }
  odd.Merge(even);
  odd.Merge(Histogram());
  for (const double quantile : kQuantiles) {
    EXPECT_EQ(odd.Quantile(quantile), all.Quantile(quantile)) << quantile;
  }
  EXPECT_EQ(odd.count(), all.count());
  EXPECT_EQ(odd.min(), all.min());
  EXPECT_EQ(odd.max(), all.max());
  EXPECT_DOUBLE_EQ(odd.mean(), all.mean());
}

TEST(HistogramTest, TooLargeNumbersCountAsTheLargest) {
  Histogram histogram;
  histogram.Record(~std::uint64_t{0});
  EXPECT_EQ(histogram.Quantile(0.5), (std::uint64_t{1} << 42) - 1);
}

TEST(HistogramTest, ClearedOneStartsAnew) {
  Histogram histogram;
  histogram.Record(1'000'000);
  histogram.Clear();
  histogram.Record(5);
  EXPECT_EQ(histogram.count(), 1U);
  EXPECT_EQ(histogram.max(), 5U);
  EXPECT_EQ(histogram.Quantile(1), 5U);
}

}  // namespace
}  // namespace usher::load
