#include "cli/eval_commands.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "base/json.h"
#include "base/nearest.h"
#include "cli/expression_trial.h"
#include "cli/input_file.h"
#include "cli/rpc_error.h"

namespace usher::cli {
namespace {

// Events are far smaller, but tests of expressions may not be.
constexpr base::JsonLimits kJson{.bytes_max = 16 * 1024 * 1024, .depth_max = 128};

absl::StatusOr<base::Value> ReadObject(absl::string_view name, const std::string& text,
                                       const Console& console) {
  if (text.empty()) return base::Value();
  absl::string_view path = text;
  absl::StatusOr<std::string> content = text;
  if (absl::ConsumePrefix(&path, "@")) content = ReadWhole(std::string(path), console);
  if (!content.ok()) return content.status();
  absl::StatusOr<base::Value> value = base::ParseJson(*content, kJson);
  if (value.ok() || path.size() < text.size()) return value;
  return absl::InvalidArgumentError(absl::StrCat("--", name, ": ", value.status().message(),
                                                 "; write {\"name\": value} or @FILE"));
}

std::string ErrorLine(const Trial& trial) {
  std::string line = "{\"error\":";
  base::AppendJsonString(trial.error, &line);
  if (trial.line > 0) {
    absl::StrAppend(&line, ",\"line\":", trial.line, ",\"column\":", trial.column);
  }
  return line + "}";
}

// What is wrong with the members of a request; empty if nothing is.
std::string RequestProblem(const base::Value& request) {
  static const std::vector<std::string> kMembers = {"expr", "vars", "types", "check"};
  if (request.as_map() == nullptr) return "a line must be an object such as {\"expr\": \"1 + 2\"}";
  for (const auto& [name, value] : *request.as_map()) {
    if (std::find(kMembers.begin(), kMembers.end(), name) != kMembers.end()) continue;
    const std::string nearest = base::Nearest(name, kMembers);
    return absl::StrCat("\"", name, "\": no member of a line",
                        nearest.empty() ? "" : absl::StrCat("; did you mean \"", nearest, "\"?"));
  }
  const base::Value* expression = request.Find("expr");
  if (expression == nullptr) return "expr: is missing";
  if (expression->as_string() == nullptr) return "expr: must be a text";
  const base::Value* check = request.Find("check");
  return check != nullptr && check->as_bool() == nullptr ? "check: must be true or false" : "";
}

}  // namespace

ExitCode EvaluateOne(const Session& session, const EvalRequest& request) {
  auto vars = ReadObject("vars", request.vars, session.console);
  auto types = ReadObject("types", request.types, session.console);
  for (const auto* read : {&vars, &types}) {
    if (read->ok()) continue;
    PrintError(read->status().message(), session.console);
    return kFailure;
  }
  const Trial trial =
      Evaluate(request.expression,
               {.vars = *std::move(vars), .types = *std::move(types), .check = request.check});
  if (trial.error.empty()) {
    *session.console.out << trial.value << "\n";
    return kOk;
  }
  PrintError(
      trial.line > 0 ? absl::StrCat(trial.line, ":", trial.column, ": ", trial.error) : trial.error,
      session.console);
  return kFailure;
}

std::string AnswerRequest(absl::string_view request) {
  const absl::StatusOr<base::Value> parsed = base::ParseJson(request, kJson);
  if (!parsed.ok()) return ErrorLine({.error = std::string(parsed.status().message())});
  if (std::string problem = RequestProblem(*parsed); !problem.empty()) {
    return ErrorLine({.error = std::move(problem)});
  }
  TrialOptions options;
  if (const base::Value* vars = parsed->Find("vars")) options.vars = *vars;
  if (const base::Value* types = parsed->Find("types")) options.types = *types;
  if (const base::Value* check = parsed->Find("check")) options.check = *check->as_bool();
  const Trial trial = Evaluate(*parsed->Find("expr")->as_string(), options);
  return trial.error.empty() ? absl::StrCat("{\"value\":", trial.value, "}") : ErrorLine(trial);
}

ExitCode EvaluateBatch(const Session& session) {
  std::string line;
  while (std::getline(*session.console.in, line)) {
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    // Whoever asks one question at a time waits for the answer.
    *session.console.out << AnswerRequest(line) << "\n" << std::flush;
  }
  return kOk;
}

}  // namespace usher::cli
