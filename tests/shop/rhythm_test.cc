#include "shop/rhythm.h"

#include "absl/time/civil_time.h"
#include "gtest/gtest.h"

namespace usher::shop {
namespace {

const absl::TimeZone kUtc = absl::UTCTimeZone();

absl::Time At(int day, int hour) {  // March 2026; the 2nd is a Monday
  return absl::FromCivil(absl::CivilHour(2026, 3, day, hour), kUtc);
}

TEST(RhythmTest, PassesAWholeWeekInAWeek) {
  const absl::Time from = At(4, 13) + absl::Minutes(17);
  const absl::Time after = Rhythm().After(from, absl::Hours(168), kUtc);
  EXPECT_LT(absl::AbsDuration(after - from - absl::Hours(168)), absl::Seconds(1));
}

TEST(RhythmTest, HurriesThroughTheNight) {
  const Rhythm rhythm;
  // One busy hour begun on Monday at midnight ends when the shop is opening; at noon it is short.
  EXPECT_GT(rhythm.After(At(2, 0), absl::Hours(1), kUtc), At(2, 7));
  EXPECT_LT(rhythm.After(At(2, 12), absl::Hours(1), kUtc), At(2, 12) + absl::Minutes(25));
}

TEST(RhythmTest, ReadsTheClockOfTheZone) {
  absl::TimeZone tokyo;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Tokyo", &tokyo));
  const Rhythm rhythm;
  // Noon in Tokyo is three in the morning in UTC.
  EXPECT_LT(rhythm.After(At(3, 3), absl::Hours(1), tokyo),
            rhythm.After(At(3, 3), absl::Hours(1), kUtc));
}

TEST(RhythmTest, NeverGoesBack) {
  const Rhythm rhythm;
  for (int hour = 0; hour < 24 * 8; ++hour) {
    const absl::Time from = At(1, 0) + absl::Hours(hour) + absl::Milliseconds(123 * hour);
    EXPECT_GE(rhythm.After(from, absl::Milliseconds(1), kUtc), from);
  }
}

}  // namespace
}  // namespace usher::shop
