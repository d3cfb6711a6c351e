#include "load/zipf.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace usher::load {
namespace {

constexpr int kDraws = 200'000;

// Each rank's share is as the law says, within five standard deviations.
void ExpectLaw(std::uint64_t count, double exponent) {
  const Zipf zipf(count, exponent);
  Random random(3, 0);
  std::vector<int> drawn(count);
  for (int i = 0; i < kDraws; ++i) ++drawn.at(zipf.Draw(random));
  double sum = 0;
  for (std::uint64_t rank = 1; rank <= count; ++rank) {
    sum += std::pow(static_cast<double>(rank), -exponent);
  }
  for (std::uint64_t rank = 0; rank < count; ++rank) {
    const double expected = kDraws * std::pow(static_cast<double>(rank + 1), -exponent) / sum;
    EXPECT_NEAR(drawn[rank], expected, 5 * std::sqrt(expected) + 1)
        << "rank " << rank << ", exponent " << exponent;
  }
}

TEST(ZipfTest, FollowsTheLawBelowAtAndAboveExponentOne) {
  for (const double exponent : {0.5, 1.0, 1.1, 2.0}) ExpectLaw(50, exponent);
}

TEST(ZipfTest, OneCustomerIsAlwaysDrawn) {
  const Zipf zipf(1, 1.2);
  Random random(1, 0);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(zipf.Draw(random), 0U);
}

TEST(ZipfTest, StaysInBoundsOfManyCustomers) {
  const Zipf zipf(100'000'000, 0.8);
  Random random(9, 0);
  std::uint64_t highest = 0;
  for (int i = 0; i < 10'000; ++i) highest = std::max(highest, zipf.Draw(random));
  EXPECT_LT(highest, 100'000'000U);
  EXPECT_GT(highest, 1'000'000U);
}

}  // namespace
}  // namespace usher::load
