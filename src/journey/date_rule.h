#pragma once

#include <optional>

#include "absl/time/time.h"

#include "base/value.h"

namespace usher::journey {

// What a date, kept in an attribute or a property, says about when.
struct DateRule {
  absl::Duration offset;                 // whole days by the calendar, the rest exactly
  std::optional<int> at = std::nullopt;  // local time on that day, minutes since midnight
  bool yearly = false;
};

// The instant that `date` means in `zone`: its day moved by the offset, then, if the rule says so,
// at a time of that day. A date is a text: YYYY-MM-DD (from midnight on), YYYY-MM-DDTHH:MM or
// YYYY-MM-DDTHH:MM:SS in local time, or RFC 3339 with its own offset; if yearly also --MM-DD.
// Yearly gives the first such instant not before `start`; 29 February is 1 March in other years.
// Nothing when the value is no date.
std::optional<absl::Time> InstantOf(const DateRule& rule, const base::Value& date, absl::Time start,
                                    absl::TimeZone zone);

}  // namespace usher::journey
