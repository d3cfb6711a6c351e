#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace usher::liquid {

// The point in time that a text written for people or machines names: 2025-11-28T09:00:00Z,
// 28.11.2025 9:00, Nov 28, 2025 9 pm, Fri, 28 Nov 2025 09:00:00 +0100. What has no offset is read
// in `zone`; a date that is left out is that of `now`, a time that is left out is midnight. None
// for anything else.
std::optional<absl::Time> ParseTimeText(absl::string_view text, absl::Time now,
                                        absl::TimeZone zone);

}  // namespace usher::liquid
