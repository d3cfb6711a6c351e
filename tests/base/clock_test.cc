#include "base/clock.h"

#include "gtest/gtest.h"

namespace usher::base {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'700'000'000);

struct ClockTest : testing::Test {
  absl::Duration real = absl::Hours(5);
  Clock::Elapsed elapsed = [this] { return real; };
};

TEST_F(ClockTest, GoesWithRealTime) {
  Clock clock(kStart, 1, elapsed);
  real += absl::Milliseconds(1500);
  EXPECT_EQ(clock.Now(), kStart + absl::Milliseconds(1500));
}

TEST_F(ClockTest, HasMillisecondPrecision) {
  Clock clock(kStart, 1, elapsed);
  real += absl::Microseconds(1999);
  EXPECT_EQ(clock.Now(), kStart + absl::Milliseconds(1));
}

TEST_F(ClockTest, CanGoFaster) {
  Clock clock(kStart, 3600, elapsed);
  real += absl::Seconds(2);
  EXPECT_EQ(clock.Now(), kStart + absl::Hours(2));
  EXPECT_EQ(clock.ToReal(absl::Hours(1)), absl::Seconds(1));
  EXPECT_EQ(clock.FromReal(absl::Seconds(1)), absl::Hours(1));
}

TEST_F(ClockTest, NeverGoesBackWhenCorrected) {
  Clock clock(kStart, 1, elapsed);
  real += absl::Seconds(1);
  const absl::Time before = clock.Now();
  clock.Correct(-absl::Milliseconds(100));
  EXPECT_EQ(clock.Now(), before);
  real += absl::Milliseconds(100);
  EXPECT_EQ(clock.Now(), before);
  real += absl::Milliseconds(1);
  EXPECT_EQ(clock.Now(), before + absl::Milliseconds(1));
}

TEST_F(ClockTest, IsCorrectedByAQuarterOfASecondAtOnce) {
  Clock clock(kStart, 1, elapsed);
  clock.Correct(absl::Hours(1));
  EXPECT_EQ(clock.Now(), kStart + absl::Milliseconds(250));
  Clock fast(kStart, 2, elapsed);
  fast.Correct(absl::Hours(1));
  EXPECT_EQ(fast.Now(), kStart);
}

TEST_F(ClockTest, StandsStillUntilMoved) {
  Clock clock(kStart, 0, elapsed);
  real += absl::Hours(1);
  EXPECT_TRUE(clock.manual());
  EXPECT_EQ(clock.Now(), kStart);
  clock.Advance(kStart + absl::Hours(1));
  clock.Advance(kStart);
  EXPECT_EQ(clock.Now(), kStart + absl::Hours(1));
  EXPECT_EQ(clock.ToReal(absl::Seconds(1)), absl::InfiniteDuration());
  EXPECT_EQ(clock.FromReal(absl::Seconds(1)), absl::Seconds(1));
}

TEST(SteadyClockTest, WithoutAnythingElseItIsTheMachines) {
  const Clock clock(kStart, 1);
  const absl::Time one = clock.Now();
  EXPECT_GE(one, kStart);
  EXPECT_GE(clock.Now(), one);
}

}  // namespace
}  // namespace usher::base
