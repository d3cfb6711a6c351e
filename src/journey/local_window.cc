#include "journey/local_window.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace usher::journey {
namespace {

constexpr int kDayMinutes = 24 * 60;
// A week, and what a clock that skips a day or changes at midnight may take from it.
constexpr int kDaysMax = 16;

bool Counts(const LocalWindow& window, absl::CivilDay day) {
  return ((window.weekdays >> static_cast<int>(absl::GetWeekday(day))) & 1) != 0;
}

std::optional<int> TwoDigits(absl::string_view text, int max) {
  if (!absl::ascii_isdigit(static_cast<unsigned char>(text[0])) ||
      !absl::ascii_isdigit(static_cast<unsigned char>(text[1]))) {
    return std::nullopt;
  }
  const int number = (text[0] - '0') * 10 + (text[1] - '0');
  return number > max ? std::nullopt : std::optional<int>(number);
}

}  // namespace

absl::Time NextIn(const LocalWindow& window, absl::Time start, absl::TimeZone zone) {
  // The day before may have a window open over midnight.
  absl::CivilDay day = absl::ToCivilDay(start, zone) - 1;
  for (int looked_at = 0; looked_at < kDaysMax; ++looked_at, ++day) {
    if (!Counts(window, day)) continue;
    const absl::CivilMinute midnight(day);
    const absl::Time opens = absl::FromCivil(midnight + window.from, zone);
    if (opens >= start && (!window.to || opens < absl::FromCivil(midnight + *window.to, zone))) {
      return opens;
    }
    if (window.to && opens < start && start < absl::FromCivil(midnight + *window.to, zone)) {
      return start;
    }
  }
  return start;
}

std::optional<int> ParseTimeOfDay(absl::string_view text, bool end) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  if (end && text == "24:00") return kDayMinutes;
  const std::optional<int> hour = TwoDigits(text.substr(0, 2), 23);
  const std::optional<int> minute = TwoDigits(text.substr(3, 2), 59);
  if (!hour || !minute) return std::nullopt;
  return *hour * 60 + *minute;
}

}  // namespace usher::journey
