#include "cel/zone.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace usher::cel {
namespace {

constexpr std::size_t kNameBytesMax = 64;

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

// Names are paths below the system's zone folder; nothing else may be opened by one.
bool IsZoneName(absl::string_view name) {
  if (name.size() > kNameBytesMax || !absl::ascii_isalpha(static_cast<unsigned char>(name[0]))) {
    return false;
  }
  for (const char c : name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) &&
        !absl::StrContains("/_-+", absl::string_view(&c, 1))) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool FindZone(absl::string_view name, absl::TimeZone* zone) {
  if (name.empty()) return false;
  if (ParseOffset(name, zone)) return true;
  return IsZoneName(name) && absl::LoadTimeZone(std::string(name), zone);
}

}  // namespace usher::cel
