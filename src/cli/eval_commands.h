#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

// What to evaluate; see TrialOptions. `vars` and `types` are JSON objects, @ and the path of a file
// that holds one, or empty for none.
struct EvalRequest {
  std::string expression;
  std::string vars;
  std::string types;
  bool check = false;
};

// Prints the value as JSON.
ExitCode EvaluateOne(const Session& session, const EvalRequest& request);

// Answers each line {"expr", "vars", "types", "check"} of standard input with a line {"value"} or
// {"error", "line", "column"}, in order; a faulty line gets an error of its own. Blank lines are
// passed over.
ExitCode EvaluateBatch(const Session& session);

// The answer to one such line.
std::string AnswerRequest(absl::string_view request);

}  // namespace usher::cli
