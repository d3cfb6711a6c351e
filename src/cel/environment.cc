#include "cel/environment.h"

#include <utility>

#include "cel/standard.h"

namespace usher::cel {

int Environment::AddVariable(std::string name, Type type) {
  variables_.push_back({.name = std::move(name), .type = std::move(type)});
  return static_cast<int>(variables_.size()) - 1;
}

void Environment::AddFunction(HostFunction function) {
  Overload overload{.arguments = std::move(function.arguments), .result = function.result};
  for (Function& existing : functions_) {
    if (existing.name != function.name) continue;
    existing.overloads.push_back(std::move(overload));
    return;
  }
  functions_.push_back({.name = std::move(function.name),
                        .overloads = {std::move(overload)},
                        .host_index = function.index,
                        .check = std::move(function.check)});
}

int Environment::FindVariable(absl::string_view name) const {
  for (std::size_t slot = 0; slot < variables_.size(); ++slot) {
    if (absl::string_view(variables_[slot].name) == name) return static_cast<int>(slot);
  }
  return -1;
}

const Function* Environment::FindFunction(absl::string_view name) const {
  for (const Function& function : functions_) {
    if (absl::string_view(function.name) == name) return &function;
  }
  return FindStandardFunction(name);
}

std::vector<std::string> Environment::VariableNames() const {
  std::vector<std::string> names;
  for (const Variable& variable : variables_) names.push_back(variable.name);
  return names;
}

std::vector<std::string> Environment::FunctionNames() const {
  std::vector<std::string> names = StandardFunctionNames();
  for (const Function& function : functions_) names.push_back(function.name);
  return names;
}

}  // namespace usher::cel
