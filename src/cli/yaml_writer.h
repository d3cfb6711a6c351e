#pragma once

#include <string>

#include "base/value.h"

namespace usher::cli {

// `value` as YAML 1.2 in block style, ending in a newline. Every string that any YAML version
// could take for something else (no, 12, ~, 2024-05-01) is quoted.
std::string ToYaml(const base::Value& value);

}  // namespace usher::cli
