#include "calendar/easter.h"

namespace usher::calendar {

absl::CivilDay Easter(std::int64_t year) {
  const std::int64_t golden = year % 19;
  const std::int64_t century = year / 100;
  const std::int64_t rest = year % 100;
  const std::int64_t skipped = (century + 8) / 25;
  const std::int64_t moon = (century - skipped + 1) / 3;
  const std::int64_t epact = (19 * golden + century - century / 4 - moon + 15) % 30;
  const std::int64_t weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
  const std::int64_t correction = (golden + 11 * epact + 22 * weekday) / 451;
  const std::int64_t days = epact + weekday - 7 * correction + 114;
  return absl::CivilDay(year, days / 31, days % 31 + 1);
}

absl::CivilDay OrthodoxEaster(std::int64_t year) {
  const std::int64_t epact = (19 * (year % 19) + 15) % 30;
  const std::int64_t weekday = (2 * (year % 4) + 4 * (year % 7) - epact + 34) % 7;
  const std::int64_t days = epact + weekday + 114;
  // What the Julian calendar is behind.
  const std::int64_t behind = year / 100 - year / 400 - 2;
  return absl::CivilDay(year, days / 31, days % 31 + 1) + behind;
}

}  // namespace usher::calendar
