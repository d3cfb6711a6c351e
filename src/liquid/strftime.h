#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace usher::liquid {

// `time` in `zone` as `format` says: the conversions of strftime with the flags and widths of
// Ruby's, such as %-d, %^b, %3N and %:z. What is no conversion stays as it is.
std::string Strftime(absl::string_view format, absl::Time time, absl::TimeZone zone);

}  // namespace usher::liquid
