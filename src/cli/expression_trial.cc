#include "cli/expression_trial.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"

#include "cel/cel.h"

namespace usher::cli {
namespace {

Trial Failed(std::string error) { return {.error = std::move(error)}; }

Trial FailedAt(const cel::Error& error) {
  return {.error = error.message, .line = error.line, .column = error.column};
}

Trial FaultOf(absl::string_view expression, const cel::Fault& fault) {
  if (fault.offset < 0) return Failed(cel::Describe(fault));
  return FailedAt(cel::ErrorAt(expression, fault.offset, cel::Describe(fault)));
}

// Declares the variables of one evaluation and sets them.
class Variables {
 public:
  explicit Variables(const TrialOptions& options)
      : environment_(options.check ? cel::Checking::kStatic : cel::Checking::kDynamic),
        context_(arena_, cel::Program::kBudget) {
    const base::Value& vars = options.vars;
    const base::Value& types = options.types;
    if (!vars.is_null() && vars.as_map() == nullptr) {
      problem_ = "vars: must be an object, from names to values";
    } else if (!types.is_null() && types.as_map() == nullptr) {
      problem_ = "types: must be an object, from names to types";
    } else {
      if (!types.is_null()) Declare(*types.as_map(), vars);
      if (!vars.is_null()) AddUndeclared(*vars.as_map(), types);
    }
  }

  // Why they are not to be used; empty if they are.
  const std::string& problem() const { return problem_; }
  const cel::Environment& environment() const { return environment_; }
  const cel::Activation& activation() const { return activation_; }

 private:
  void Declare(const base::Value::Map& types, const base::Value& vars) {
    for (const auto& [name, text] : types) {
      cel::Type type;
      std::string wrong = "must be a text";
      if (text.as_string() == nullptr || !cel::ParseType(*text.as_string(), &type, &wrong)) {
        problem_ = absl::StrCat("types.", name, ": ", wrong);
        return;
      }
      const int slot = environment_.AddVariable(name, type);
      const base::Value* json = vars.Find(name);
      if (json == nullptr) continue;
      const cel::Value value = cel::FromJson(cel::Value::Json(*json), type, context_);
      if (value.is_error()) {
        problem_ = absl::StrCat("vars.", name, ": ", cel::Describe(value.fault()));
        return;
      }
      activation_.Set(slot, value);
    }
  }

  void AddUndeclared(const base::Value::Map& vars, const base::Value& types) {
    for (const auto& [name, json] : vars) {
      if (types.Find(name) != nullptr) continue;
      activation_.Set(environment_.AddVariable(name, cel::Type()), cel::Value::Json(json));
    }
  }

  cel::Environment environment_;
  cel::Arena arena_;
  cel::Context context_;
  cel::Activation activation_;
  std::string problem_;
};

}  // namespace

Trial Evaluate(const std::string& expression, const TrialOptions& options) {
  const Variables variables(options);
  if (!variables.problem().empty()) return Failed(variables.problem());
  const auto compiled = cel::Program::Compile(expression, variables.environment());
  if (const auto* error = std::get_if<cel::Error>(&compiled)) return FailedAt(*error);
  const cel::Result result = std::get<cel::Program>(compiled).Evaluate(variables.activation());
  if (!result.ok()) return FaultOf(expression, *result.fault());
  absl::StatusOr<std::string> value = cel::ToJsonText(result.value());
  if (!value.ok()) return Failed(std::string(value.status().message()));
  return {.value = *std::move(value)};
}

}  // namespace usher::cli
