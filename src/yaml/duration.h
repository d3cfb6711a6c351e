#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace usher::yaml {

// A length of time as authors write it: numbers with units w, d, h, m, s and ms, the larger first,
// each at most once: "90s", "1h30m", "2d", "1.5h", "-5m" for an offset backwards. A day is 24
// hours. INVALID_ARGUMENT names the accepted form; OUT_OF_RANGE beyond 10,000 years.
absl::StatusOr<absl::Duration> ParseDuration(absl::string_view text);

}  // namespace usher::yaml
