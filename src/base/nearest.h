#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace usher::base {

// The candidate closest to `name` by edit distance (Damerau-Levenshtein, case ignored), for
// "did you mean" in errors; empty when none is close (more than a third of the name differs).
std::string Nearest(absl::string_view name, const std::vector<std::string>& candidates);

}  // namespace usher::base
