#pragma once

#include <memory>
#include <variant>

#include "absl/strings/string_view.h"

#include "cel/code.h"
#include "cel/environment.h"
#include "cel/error.h"

namespace usher::cel {

// Parses, checks and compiles `text`. What consists of literals is computed now; a pattern, time
// or duration that is wrong for certain is an error now.
std::variant<std::shared_ptr<const Code>, Error> CompileCode(absl::string_view text,
                                                             const Environment& environment);

}  // namespace usher::cel
