#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace usher::calendar {

// A day that every year has: of a month, of a week in a month, or by Easter.
class DayRule {
 public:
  // Reads "05-26", "2nd sunday of may" (1st to 4th, or last), "easter" or "orthodox easter", each
  // with so many days after or before it if wanted: "easter -21". INVALID_ARGUMENT for others.
  static absl::StatusOr<DayRule> Parse(absl::string_view text);

  absl::CivilDay In(std::int64_t year) const;

 private:
  enum class Kind : std::uint8_t { kFixed, kWeekday, kEaster, kOrthodoxEaster };

  static bool ParseFixed(absl::string_view text, DayRule* rule);
  static bool ParseWeekday(absl::string_view text, DayRule* rule);

  Kind kind_ = Kind::kFixed;
  int month_ = 1;
  int day_ = 1;      // of a fixed day
  int ordinal_ = 1;  // of a weekday; 0: the last
  absl::Weekday weekday_ = absl::Weekday::sunday;
  int offset_days_ = 0;
};

}  // namespace usher::calendar
