#include "backtest/interval.h"

#include "gtest/gtest.h"

namespace usher::backtest {
namespace {

void ExpectInterval(const Interval& interval, double low, double high) {
  EXPECT_NEAR(interval.low, low, 0.00006);
  EXPECT_NEAR(interval.high, high, 0.00006);
}

// Computed by hand from the formula of 1927 with z = 1.96.
TEST(WilsonIntervalTest, IsAsTheFormulaSays) {
  ExpectInterval(WilsonInterval(10, 100), 0.0552, 0.1744);
  ExpectInterval(WilsonInterval(1, 2), 0.0945, 0.9055);
}

TEST(WilsonIntervalTest, NeverLeavesZeroToOne) {
  EXPECT_EQ(WilsonInterval(0, 20).low, 0);
  ExpectInterval(WilsonInterval(0, 20), 0, 0.1611);
  EXPECT_EQ(WilsonInterval(20, 20).high, 1);
}

TEST(WilsonIntervalTest, KnowsNothingWithoutTrials) { ExpectInterval(WilsonInterval(0, 0), 0, 1); }

// The published examples, table II, method 10.
TEST(DifferenceIntervalTest, RepeatsNewcombesExamples) {
  ExpectInterval(DifferenceInterval(56, 70, 48, 80), 0.0524, 0.3339);
  ExpectInterval(DifferenceInterval(9, 10, 3, 10), 0.1705, 0.8090);
  ExpectInterval(DifferenceInterval(5, 56, 0, 29), -0.0381, 0.1926);
  ExpectInterval(DifferenceInterval(10, 10, 0, 10), 0.6075, 1.0000);
}

TEST(DifferenceIntervalTest, TurnsAroundWithTheSides) {
  const Interval there = DifferenceInterval(9, 10, 3, 10);
  const Interval back = DifferenceInterval(3, 10, 9, 10);
  EXPECT_DOUBLE_EQ(there.low, -back.high);
  EXPECT_DOUBLE_EQ(there.high, -back.low);
}

}  // namespace
}  // namespace usher::backtest
