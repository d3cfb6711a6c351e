#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace usher::backtest {

// How tests name moments.
struct CaseClock {
  absl::Time start;     // of the case
  absl::TimeZone zone;  // the customer's
};

// "1h30m" after the start, "+10m" after `previous`, "2026-03-02 08:00" by the customer's clock, an
// instant in RFC 3339, or nothing for `previous`. INVALID_ARGUMENT names these forms.
absl::StatusOr<absl::Time> ReadMoment(absl::string_view text, const CaseClock& clock,
                                      absl::Time previous);

// Both ways: "1d2h (2026-03-03 11:00:00 CET)".
std::string MomentText(absl::Time at, const CaseClock& clock);

}  // namespace usher::backtest
