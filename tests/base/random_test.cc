#include "base/random.h"

#include <cmath>

#include "gtest/gtest.h"

#include "base/exact_math.h"

namespace usher::base {
namespace {

TEST(ExactMathTest, AgreesWithTheLibraryTo12Digits) {
  for (double x = 1e-9; x < 1e9; x *= 1.37) EXPECT_NEAR(Ln(x), std::log(x), 1e-12 * 21) << x;
  for (double x = -40; x < 40; x += 0.37) EXPECT_NEAR(Exp(x) / std::exp(x), 1.0, 1e-12) << x;
}

TEST(RandomTest, HasTheMomentsOfItsDistributions) {
  Random random(1, 2, 3);
  const int n = 200'000;
  double exponential = 0, normal = 0, squares = 0, gamma = 0;
  for (int i = 0; i < n; ++i) {
    exponential += random.Exponential();
    const double x = random.Normal();
    normal += x;
    squares += x * x;
    gamma += random.Gamma(0.823);
  }
  EXPECT_NEAR(exponential / n, 1.0, 0.01);
  EXPECT_NEAR(normal / n, 0.0, 0.01);
  EXPECT_NEAR(squares / n, 1.0, 0.02);
  EXPECT_NEAR(gamma / n, 0.823, 0.01);
}

TEST(RandomTest, StaysBelowItsBound) {
  Random random(5);
  int seen[3] = {};
  for (int i = 0; i < 3000; ++i) ++seen[random.Below(3)];
  for (const int count : seen) EXPECT_NEAR(count, 1000, 120);
}

TEST(RandomTest, GivesUnlikeStreamsForNeighbours) {
  EXPECT_NE(Random(1, 0, 0).Bits(), Random(0, 1, 0).Bits());
  EXPECT_NE(Random(1, 2, 3).Bits(), Random(1, 3, 2).Bits());
}

}  // namespace
}  // namespace usher::base
