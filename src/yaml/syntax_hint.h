#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace usher::yaml {

// What an author most likely has to do about a fault of syntax that the YAML library tells in
// `message`: "; " and an advice, or "" where there is none to give.
std::string SyntaxHint(absl::string_view message);

}  // namespace usher::yaml
