#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "cel/function.h"

namespace usher::cel {

// The standard's operator or function `name`, or null.
const Function* FindStandardFunction(absl::string_view name);

// The names of the standard's functions that are called by name, macros included.
const std::vector<std::string>& StandardFunctionNames();

}  // namespace usher::cel
