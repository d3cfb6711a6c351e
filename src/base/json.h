#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "base/value.h"

namespace usher::base {

// Bounds on JSON that comes from outside; both are inclusive.
struct JsonLimits {
  std::size_t bytes_max = 64 * 1024;
  int depth_max = 32;
};

// Parses one JSON text (RFC 8259). Integers that fit 64 bits stay integers, other numbers become
// doubles. Of two members with one name the later wins. INVALID_ARGUMENT says what is wrong: too
// large, too deep, not UTF-8, or not JSON.
absl::StatusOr<Value> ParseJson(absl::string_view text, const JsonLimits& limits = {});

// OK for what ParseJson() takes, if it is an object; without the cost of a value.
absl::Status CheckJsonObject(absl::string_view text, const JsonLimits& limits = {});

// The shortest JSON text of `value` on one line; doubles round-trip, and those JSON cannot
// express (NaN, infinities) become null.
std::string ToJson(const Value& value);

// Appends `text` to `out` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void AppendJsonString(absl::string_view text, std::string* out);

}  // namespace usher::base
