#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace usher::journey {

// A length of time as conditions write it: a whole number and one of s, m, h, d, w, such as "30d".
// More than zero and at most 400 days; else INVALID_ARGUMENT.
absl::StatusOr<absl::Duration> ParseWindow(absl::string_view text);

}  // namespace usher::journey
