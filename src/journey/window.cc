#include "journey/window.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace usher::journey {
namespace {

absl::Duration UnitOf(char unit) {
  switch (unit) {
    case 's':
      return absl::Seconds(1);
    case 'm':
      return absl::Minutes(1);
    case 'h':
      return absl::Hours(1);
    case 'd':
      return absl::Hours(24);
    case 'w':
      return absl::Hours(24 * 7);
    default:
      return absl::ZeroDuration();
  }
}

}  // namespace

absl::StatusOr<absl::Duration> ParseWindow(absl::string_view text) {
  constexpr std::int64_t kSecondsMax = 400 * 24 * 3600;
  std::int64_t number = 0;
  const absl::Duration unit = text.empty() ? absl::ZeroDuration() : UnitOf(text.back());
  if (unit == absl::ZeroDuration() || !absl::SimpleAtoi(text.substr(0, text.size() - 1), &number)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" is no length of time; write one like 90s, 30m, 12h, 7d, 2w"));
  }
  if (number < 1 || number > kSecondsMax || unit * number > absl::Seconds(kSecondsMax)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\": must be more than zero and at most 400d"));
  }
  return unit * number;
}

}  // namespace usher::journey
