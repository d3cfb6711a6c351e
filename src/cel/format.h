#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "base/value.h"
#include "cel/value.h"

namespace usher::cel {

// One line for people, as an expression would write the value: "DE" with its quotes, 3u,
// timestamp("2024-01-01T00:00:00Z"). Long texts and collections are shortened. An error is
// described.
std::string ToString(const Value& value);

// "no such key: price".
std::string Describe(const Fault& fault);

// A number as string() writes it: the shortest text that reads back the same, and whole numbers
// below 10^21 without an exponent.
std::string FormatDouble(double value);

// What JSON can say: times are RFC 3339 texts, durations seconds such as "3.5s", bytes base64.
// Whole doubles become integers where these are exact, keys of maps become texts. INVALID_ARGUMENT
// for an error and for a type.
absl::StatusOr<base::Value> ToBase(const Value& value);

}  // namespace usher::cel
