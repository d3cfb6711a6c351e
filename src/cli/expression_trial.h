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

struct TrialOptions {
  // A map of the variables, or null for none. Their numbers are doubles as in events.
  base::Value vars = {};
  // A map of types, as texts, by the names of variables, or null: what to read them as.
  base::Value types = {};
  // What is wrong by name or type alone is an error, as when a journey is applied. Otherwise it
  // counts only where it is evaluated.
  bool check = false;
};

Trial Evaluate(const std::string& expression, const TrialOptions& options);

}  // namespace usher::cli
