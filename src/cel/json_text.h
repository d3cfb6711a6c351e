#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "cel/value.h"

namespace usher::cel {

// `value` as JSON on one line, by the JSON mapping of protocol buffers: an int or uint beyond
// 2^53 - 1 is a text, bytes are base64, timestamps RFC 3339 and durations seconds such as "1.5s"
// with 0, 3, 6 or 9 digits of a fraction, NaN and the infinities the texts "NaN", "Infinity" and
// "-Infinity", and keys of maps texts. A type is its name. INVALID_ARGUMENT for an error, and for
// a map two of whose keys become the same text.
absl::StatusOr<std::string> ToJsonText(const Value& value);

}  // namespace usher::cel
