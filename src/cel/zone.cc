#include "cel/zone.h"

#include "absl/strings/numbers.h"

#include "base/zone.h"

namespace usher::cel {
namespace {

bool ParseOffset(absl::string_view name, absl::TimeZone* zone) {
  const bool is_signed = name[0] == '+' || name[0] == '-';
  const absl::string_view digits = name.substr(is_signed ? 1 : 0);
  int hours = 0;
  int minutes = 0;
  if (digits.size() != 5 || digits[2] != ':' || !absl::SimpleAtoi(digits.substr(0, 2), &hours) ||
      !absl::SimpleAtoi(digits.substr(3), &minutes) || hours > 23 || minutes > 59) {
    return false;
  }
  const int seconds = hours * 3600 + minutes * 60;
  *zone = absl::FixedTimeZone(name[0] == '-' ? -seconds : seconds);
  return true;
}

}  // namespace

bool FindZone(absl::string_view name, absl::TimeZone* zone) {
  if (name.empty()) return false;
  if (ParseOffset(name, zone)) return true;
  return base::FindZone(name, zone);
}

}  // namespace usher::cel
