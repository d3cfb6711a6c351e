#pragma once

#include <vector>

#include "absl/strings/string_view.h"

#include "journey/expression.h"

namespace usher::journey {

// The parts of a condition, joined by `&&`, that depend on the customer's profile alone. While one
// of them is not true, the whole cannot become true before the profile changes. `condition` must
// compile.
std::vector<Expression> LastingConditions(absl::string_view condition);

}  // namespace usher::journey
