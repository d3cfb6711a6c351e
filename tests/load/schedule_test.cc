#include "load/schedule.h"

#include <cmath>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::load {
namespace {

using testing::ElementsAre;

constexpr std::int64_t kSecond = 1'000'000'000;

Segment Steady(double rate, std::int64_t duration_ns) {
  Segment segment;
  segment.duration_ns = duration_ns;
  segment.rate_from = segment.rate_to = rate;
  return segment;
}

std::vector<Slot> All(std::vector<Segment> segments, std::uint64_t seed = 1) {
  Schedule schedule(std::move(segments), seed);
  std::vector<Slot> slots;
  while (const auto slot = schedule.Next()) slots.push_back(*slot);
  return slots;
}

std::vector<std::int64_t> Times(const std::vector<Slot>& slots) {
  std::vector<std::int64_t> times;
  times.reserve(slots.size());
  for (const Slot& slot : slots) times.push_back(slot.at_ns);
  return times;
}

std::size_t CountBetween(const std::vector<Slot>& slots, std::int64_t from, std::int64_t to) {
  std::size_t count = 0;
  for (const Slot& slot : slots) count += slot.at_ns >= from && slot.at_ns < to ? 1 : 0;
  return count;
}

TEST(ScheduleTest, ConstantArrivalsAreEvenlySpacedFromTheStart) {
  EXPECT_THAT(Times(All({Steady(4, kSecond)})),
              ElementsAre(0, 250'000'000, 500'000'000, 750'000'000));
}

TEST(ScheduleTest, SegmentsFollowEachOther) {
  const std::vector<Slot> slots =
      All({Steady(1000, kSecond), Steady(0, kSecond), Steady(2, kSecond)});
  EXPECT_EQ(slots.size(), 1002U);
  EXPECT_EQ(slots[999].segment, 0);
  EXPECT_EQ(slots[1000].segment, 2);
  EXPECT_EQ(slots[1000].at_ns, 2 * kSecond);
}

TEST(ScheduleTest, RampAddsUpToItsMeanRate) {
  Segment ramp = Steady(0, 10 * kSecond);
  ramp.rate_to = 2000;
  const std::vector<Slot> slots = All({ramp});
  EXPECT_NEAR(static_cast<double>(slots.size()), 10'000, 2);
  // A quarter of the arrivals comes in the first half.
  EXPECT_NEAR(static_cast<double>(CountBetween(slots, 0, 5 * kSecond)), 2500, 2);
}

TEST(ScheduleTest, FallingRampAddsUpToItsMeanRate) {
  Segment ramp = Steady(2000, 10 * kSecond);
  ramp.rate_to = 0;
  const std::vector<Slot> slots = All({ramp});
  EXPECT_NEAR(static_cast<double>(slots.size()), 10'000, 2);
  EXPECT_NEAR(static_cast<double>(CountBetween(slots, 0, 5 * kSecond)), 7500, 2);
}

TEST(ScheduleTest, PoissonArrivalsHaveTheRateAndTheSpreadOfPoisson) {
  Segment segment = Steady(1000, 100 * kSecond);
  segment.poisson = true;
  const std::vector<Slot> slots = All({segment}, 42);
  // The standard deviation of the count is 316.
  EXPECT_NEAR(static_cast<double>(slots.size()), 100'000, 4 * 316);
  double sum = 0, squares = 0;
  for (std::size_t i = 1; i < slots.size(); ++i) {
    const double gap = static_cast<double>(slots[i].at_ns - slots[i - 1].at_ns) * 1e-9;
    EXPECT_GE(gap, 0);
    sum += gap;
    squares += gap * gap;
  }
  const double mean = sum / static_cast<double>(slots.size() - 1);
  const double deviation = std::sqrt(squares / static_cast<double>(slots.size() - 1) - mean * mean);
  EXPECT_NEAR(mean, 0.001, 0.00002);
  // Of an exponential distribution both are equal.
  EXPECT_NEAR(deviation / mean, 1, 0.02);
}

TEST(ScheduleTest, BurstsComeBesidesSteadyArrivals) {
  Segment segment = Steady(10, 3 * kSecond);
  segment.burst_events = 100;
  segment.burst_every_ns = kSecond;
  const std::vector<Slot> slots = All({segment});
  EXPECT_EQ(slots.size(), 30U + 200U);
  EXPECT_EQ(CountBetween(slots, kSecond, kSecond + 1), 101U);
  EXPECT_EQ(CountBetween(slots, 2 * kSecond, 2 * kSecond + 1), 101U);
}

TEST(ScheduleTest, SameSeedGivesTheSameArrivals) {
  Segment segment = Steady(1000, kSecond);
  segment.poisson = true;
  EXPECT_EQ(Times(All({segment}, 5)), Times(All({segment}, 5)));
  EXPECT_NE(Times(All({segment}, 5)), Times(All({segment}, 6)));
}

TEST(ScheduleTest, WithoutSegmentsNothingComes) { EXPECT_TRUE(All({}).empty()); }

}  // namespace
}  // namespace usher::load
