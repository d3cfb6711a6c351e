#include "calendar/day_rule.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "calendar/easter.h"

namespace usher::calendar {
namespace {

constexpr std::array<const char*, 12> kMonths = {"january",   "february", "march",    "april",
                                                 "may",       "june",     "july",     "august",
                                                 "september", "october",  "november", "december"};
// As Abseil numbers them.
constexpr std::array<const char*, 7> kWeekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                  "friday", "saturday", "sunday"};
constexpr std::array<const char*, 5> kOrdinals = {"last", "1st", "2nd", "3rd", "4th"};
constexpr int kOffsetMax = 200;

// The place of `name`, or -1.
template <std::size_t kSize>
int PlaceOf(absl::string_view name, const std::array<const char*, kSize>& names) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

// Takes " +1" or " -21" off the end.
bool TakeOffset(absl::string_view* text, int* days) {
  const std::size_t space = text->rfind(' ');
  if (space == absl::string_view::npos) return true;
  const absl::string_view last = text->substr(space + 1);
  if (last.empty() || (last[0] != '+' && last[0] != '-')) return true;
  if (!absl::SimpleAtoi(last, days) || *days > kOffsetMax || *days < -kOffsetMax) return false;
  *text = text->substr(0, space);
  return true;
}

}  // namespace

absl::StatusOr<DayRule> DayRule::Parse(absl::string_view text) {
  DayRule rule;
  absl::string_view day = text;
  bool read = TakeOffset(&day, &rule.offset_days_);
  if (day == "easter") {
    rule.kind_ = Kind::kEaster;
  } else if (day == "orthodox easter") {
    rule.kind_ = Kind::kOrthodoxEaster;
  } else {
    read = read && (ParseFixed(day, &rule) || ParseWeekday(day, &rule));
  }
  if (read) return rule;
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", text, "\" is no day of a year; write 05-26, 2nd sunday of may, last sunday ",
      "of may, easter, or orthodox easter, each with +1 or -21 behind it if wanted"));
}

bool DayRule::ParseFixed(absl::string_view text, DayRule* rule) {
  absl::CivilDay day;
  // Not in a leap year, so that the day is in every year.
  if (text.size() != 5 || !absl::ParseCivilTime(absl::StrCat("2001-", text), &day)) return false;
  rule->month_ = day.month();
  rule->day_ = day.day();
  return true;
}

bool DayRule::ParseWeekday(absl::string_view text, DayRule* rule) {
  const std::vector<absl::string_view> words = absl::StrSplit(text, ' ');
  if (words.size() != 4 || words[2] != "of") return false;
  rule->kind_ = Kind::kWeekday;
  rule->ordinal_ = PlaceOf(words[0], kOrdinals);
  const int weekday = PlaceOf(words[1], kWeekdays);
  rule->month_ = PlaceOf(words[3], kMonths) + 1;
  if (rule->ordinal_ < 0 || weekday < 0 || rule->month_ < 1) return false;
  rule->weekday_ = static_cast<absl::Weekday>(weekday);
  return true;
}

absl::CivilDay DayRule::In(std::int64_t year) const {
  switch (kind_) {
    case Kind::kEaster:
      return Easter(year) + offset_days_;
    case Kind::kOrthodoxEaster:
      return OrthodoxEaster(year) + offset_days_;
    case Kind::kFixed:
      return absl::CivilDay(year, month_, day_) + offset_days_;
    case Kind::kWeekday:
      break;
  }
  const absl::CivilMonth month(year, month_);
  if (ordinal_ == 0) {
    return absl::PrevWeekday(absl::CivilDay(month + 1), weekday_) + offset_days_;
  }
  const absl::CivilDay before_first = absl::CivilDay(month) - 1;
  return absl::NextWeekday(before_first, weekday_) + 7 * (ordinal_ - 1) + offset_days_;
}

}  // namespace usher::calendar
