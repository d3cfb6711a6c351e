#pragma once

#include <optional>

#include "absl/strings/string_view.h"

#include "yaml/problem.h"

namespace usher::yaml {

// Why `text` cannot be YAML whatever it says: too long, not UTF-8, control characters. The parser
// itself would silently stop reading at such bytes.
std::optional<Problem> CheckText(absl::string_view text);

}  // namespace usher::yaml
