#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

// Evaluates `expression` with the variables of `vars`, which is a JSON object, @ and the path of a
// file that holds one, or empty for none. `types` likewise declares types of variables by name; if
// it is not empty, the expression's types are checked. Prints the value as JSON.
ExitCode EvaluateOne(const Session& session, const std::string& expression, const std::string& vars,
                     const std::string& types);

// Answers each line {"expr", "vars", "types"} of standard input with a line {"value"} or
// {"error", "line", "column"}, in order; a faulty line gets an error of its own. Blank lines are
// passed over.
ExitCode EvaluateBatch(const Session& session);

// The answer to one such line.
std::string AnswerRequest(absl::string_view request);

}  // namespace usher::cli
