#pragma once

#include <string>

#include "base/value.h"

namespace usher::cli {

// What came of evaluating an expression once.
struct Trial {
  std::string value = {};  // JSON; empty when it failed
  std::string error = {};  // why it failed
  int line = 0;            // of the error in the expression, from 1; 0 when it has no place
  int column = 0;          // likewise, in code points
};

// Evaluates `expression`. `vars` is a map of its variables, or null for none; their numbers are
// doubles as in events. `types` is a map of types by the names of variables, or null. With it, the
// data are read as these types, and what is wrong by type alone is an error; without it, an
// unknown name or a wrong type counts only where it is evaluated.
Trial Evaluate(const std::string& expression, const base::Value& vars, const base::Value& types);

}  // namespace usher::cli
