#pragma once

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace usher::journey {

// A recurring local time: a moment of the day, or a window of it, on some days of the week. A local
// time that a change of the clock leaves out is the first instant after the gap; one that comes
// twice is the first of both.
struct LocalWindow {
  static constexpr std::uint8_t kEveryDay = 0x7F;

  std::uint8_t weekdays = kEveryDay;  // bit 0: Monday; a window belongs to the day it begins on
  int from = 0;                       // minutes since midnight, 0 to 1439
  // Minutes since the same midnight, more than `from`, at most `from` + 1440: half-open. Absent:
  // the moment `from` alone.
  std::optional<int> to;
};

// The first time not before `start` that is in the window.
absl::Time NextIn(const LocalWindow& window, absl::Time start, absl::TimeZone zone);

// Minutes since midnight of a text HH:MM, 00:00 to 23:59, or 24:00 if `end`; nothing for others.
std::optional<int> ParseTimeOfDay(absl::string_view text, bool end = false);

}  // namespace usher::journey
