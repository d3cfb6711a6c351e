#include "shop/inverse.h"

#include "gtest/gtest.h"

namespace usher::shop {
namespace {

TEST(InverseTest, GoesStraightBetweenKnotsAndStopsAtTheLast) {
  constexpr Knot kKnots[] = {{0, 1}, {.5, 1}, {.9, 5}};
  EXPECT_EQ(Inverse(kKnots, 0.0), 1.0);
  EXPECT_EQ(Inverse(kKnots, 0.49), 1.0);
  EXPECT_NEAR(Inverse(kKnots, 0.7), 3.0, 1e-9);
  EXPECT_EQ(Inverse(kKnots, 0.99), 5.0);
}

}  // namespace
}  // namespace usher::shop
