#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "cel/type.h"

namespace usher::cel {

// Reads a type as people declare it: bool, int, uint, double, string, bytes, timestamp, duration,
// null_type, dyn, list(T), map(K, V); a bare list or map has parts of any type. False when it is
// none, with the reason in `*wrong`.
bool ParseType(absl::string_view text, Type* type, std::string* wrong);

}  // namespace usher::cel
