// When attempts at a provider may start.

#include "channel/throughput.h"

#include "gtest/gtest.h"

namespace usher::channel {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Moment kStart{std::chrono::hours(1)};

// How many attempts start from `from` to `to` if there always is one that wants to.
int StartsBetween(Pace& pace, Moment from, Moment to) {
  int starts = 0;
  Moment now = from;
  while (true) {
    now = std::max(now, pace.NextStart(now));
    if (now >= to) return starts;
    pace.Started(now);
    ++starts;
  }
}

TEST(PaceTest, KeepsToTheRateOnceTheFirstTenthOfASecondIsSpent) {
  Pace pace({.per_second = 50, .ramp_up = {}}, kStart);
  EXPECT_EQ(StartsBetween(pace, kStart, kStart + seconds(1)), 54);
  EXPECT_EQ(StartsBetween(pace, kStart + seconds(1), kStart + seconds(2)), 50);
}

TEST(PaceTest, SavesNothingUpWhileIdle) {
  Pace pace({.per_second = 50, .ramp_up = {}}, kStart);
  EXPECT_EQ(StartsBetween(pace, kStart + seconds(60), kStart + seconds(61)), 54);
}

TEST(PaceTest, ASlowRateStartsOneAfterAnother) {
  Pace pace({.per_second = 0.5, .ramp_up = {}}, kStart);
  EXPECT_EQ(StartsBetween(pace, kStart, kStart + seconds(10)), 5);
}

TEST(PaceTest, RampsUpFromATenthOfTheRate) {
  Pace pace({.per_second = 100, .ramp_up = absl::Seconds(10)}, kStart);
  EXPECT_NEAR(StartsBetween(pace, kStart, kStart + seconds(1)), 10, 1);
  EXPECT_NEAR(StartsBetween(pace, kStart + seconds(5), kStart + seconds(6)), 55, 5);
  EXPECT_NEAR(StartsBetween(pace, kStart + seconds(20), kStart + seconds(21)), 100, 10);
  pace.RampUp(kStart + seconds(21));
  EXPECT_NEAR(StartsBetween(pace, kStart + seconds(21), kStart + seconds(22)), 10, 1);
}

TEST(PaceTest, WithoutALimitEverythingStartsAtOnce) {
  Pace pace({}, kStart);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_LE(pace.NextStart(kStart), kStart);
    pace.Started(kStart);
  }
}

TEST(BreakerTest, OpensAfterSoManyFailuresInARow) {
  Breaker breaker({.failures = 3});
  EXPECT_FALSE(breaker.Ended(true, kStart));
  EXPECT_FALSE(breaker.Ended(true, kStart));
  EXPECT_FALSE(breaker.Ended(false, kStart));
  EXPECT_FALSE(breaker.Ended(true, kStart));
  EXPECT_FALSE(breaker.Ended(true, kStart));
  EXPECT_LE(breaker.NextStart(kStart), kStart);
  EXPECT_TRUE(breaker.Ended(true, kStart));
  EXPECT_EQ(breaker.NextStart(kStart), kStart + seconds(10));
}

TEST(BreakerTest, OneProbeDecidesWhetherItCloses) {
  Breaker breaker({.failures = 1});
  breaker.Ended(true, kStart);
  const Moment probe = kStart + seconds(10);
  EXPECT_LE(breaker.NextStart(probe), probe);
  breaker.Started();
  EXPECT_EQ(breaker.NextStart(probe), Moment::max());
  EXPECT_TRUE(breaker.Ended(false, probe));
  EXPECT_LE(breaker.NextStart(probe), probe);
}

TEST(BreakerTest, AProbeThatFailsDoublesThePauseUpToABound) {
  Breaker breaker({.failures = 1, .open_for = absl::Seconds(10), .open_max = absl::Seconds(15)});
  breaker.Ended(true, kStart);
  for (int i = 0; i < 3; ++i) {
    breaker.Started();
    EXPECT_FALSE(breaker.Ended(true, kStart));
    EXPECT_EQ(breaker.NextStart(kStart), kStart + seconds(15));
  }
  breaker.Started();
  breaker.Ended(false, kStart);
  breaker.Ended(true, kStart);
  EXPECT_EQ(breaker.NextStart(kStart), kStart + seconds(10));
}

TEST(BreakerTest, AttemptsFromBeforeItOpenedDoNotProlongThePause) {
  Breaker breaker({.failures = 1});
  breaker.Ended(true, kStart);
  breaker.Ended(true, kStart + seconds(9));
  EXPECT_EQ(breaker.NextStart(kStart), kStart + seconds(10));
}

TEST(BreakerTest, WithoutALimitItNeverOpens) {
  Breaker breaker({.failures = 0});
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(breaker.Ended(true, kStart));
}

TEST(ThroughputTest, SoManyAreUnderWayAtOnce) {
  Throughput throughput({.pace = {}, .concurrency = 2, .breaker = {}}, kStart);
  throughput.Started(kStart);
  EXPECT_LE(throughput.NextStart(kStart), kStart);
  throughput.Started(kStart);
  EXPECT_EQ(throughput.NextStart(kStart), Moment::max());
  throughput.Ended(ProviderState::kWorks, {}, kStart);
  EXPECT_LE(throughput.NextStart(kStart), kStart);
}

TEST(ThroughputTest, HeedsHowLongAThrottlingProviderWantsToBeLeftAlone) {
  Throughput throughput({}, kStart);
  throughput.Started(kStart);
  throughput.Ended(ProviderState::kThrottles, absl::Seconds(42), kStart);
  EXPECT_EQ(throughput.NextStart(kStart), kStart + seconds(42));
  throughput.Started(kStart);
  throughput.Ended(ProviderState::kThrottles, absl::Hours(1000), kStart);
  EXPECT_EQ(throughput.NextStart(kStart), kStart + std::chrono::hours(1));
}

TEST(ThroughputTest, WithoutAWordThePauseDoublesUntilItWorksAgain) {
  Throughput throughput({}, kStart);
  Moment now = kStart;
  for (const int pause : {1, 2, 4, 8, 16, 32, 64, 64}) {
    throughput.Started(now);
    throughput.Started(now);
    throughput.Ended(ProviderState::kThrottles, {}, now);
    throughput.Ended(ProviderState::kThrottles, {}, now);
    EXPECT_EQ(throughput.NextStart(now), now + seconds(pause));
    now += seconds(pause);
  }
  throughput.Started(now);
  throughput.Ended(ProviderState::kWorks, {}, now);
  throughput.Started(now);
  throughput.Ended(ProviderState::kThrottles, {}, now);
  EXPECT_EQ(throughput.NextStart(now), now + seconds(1));
}

TEST(ThroughputTest, ThoseWhoComeBackFormALineAtTheRate) {
  Throughput throughput({.pace = {.per_second = 10, .ramp_up = {}}, .breaker = {}}, kStart);
  absl::Duration last = throughput.ComeBackAfter(kStart);
  EXPECT_EQ(last, absl::Seconds(1));
  for (int i = 0; i < 20; ++i) {
    const absl::Duration next = throughput.ComeBackAfter(kStart);
    EXPECT_EQ(next - last, absl::Milliseconds(100));
    last = next;
  }
  EXPECT_EQ(throughput.ComeBackAfter(kStart + seconds(60)), absl::Seconds(1));
}

TEST(ThroughputTest, NobodyComesBackBeforeThePauseIsOver) {
  Throughput throughput({}, kStart);
  throughput.Started(kStart);
  throughput.Ended(ProviderState::kThrottles, absl::Seconds(30), kStart);
  EXPECT_GE(throughput.ComeBackAfter(kStart), absl::Seconds(30));
}

TEST(ThroughputTest, AfterThePauseOfABreakerTheRateRampsUp) {
  Throughput throughput(
      {.pace = {.per_second = 100, .ramp_up = absl::Seconds(10)}, .breaker = {.failures = 1}},
      kStart);
  Moment now = kStart + seconds(60);
  throughput.Started(now);
  EXPECT_TRUE(throughput.Ended(ProviderState::kFails, {}, now));
  EXPECT_TRUE(throughput.open());
  now += seconds(10);
  throughput.Started(now);
  EXPECT_TRUE(throughput.Ended(ProviderState::kWorks, {}, now));
  now += milliseconds(1);
  throughput.Started(now);
  EXPECT_GT(throughput.NextStart(now), now + milliseconds(90));
}

}  // namespace
}  // namespace usher::channel
