#include "liquid/context.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace usher::liquid {

bool Context::Spend(std::size_t steps) {
  steps_ += steps;
  if (steps_ <= static_cast<std::size_t>(options_.steps_max)) return ok();
  FailLimit(absl::StrCat("the template takes more than ", options_.steps_max, " steps"));
  return false;
}

void Context::Fail(const Place& place, absl::string_view message) {
  if (!status_.ok()) return;
  status_ = absl::InvalidArgumentError(
      absl::StrCat("line ", place.line, ", column ", place.column, ": ", message));
}

void Context::FailLimit(absl::string_view message) {
  if (status_.ok()) status_ = absl::ResourceExhaustedError(message);
}

const base::Value* Context::Find(absl::string_view name, Datum::Safe* safe) const {
  for (auto loop = loops_.rbegin(); loop != loops_.rend(); ++loop) {
    if (loop->variable == name) return loop->item;
  }
  for (const Variable& variable : variables_) {
    if (variable.name == name) {
      *safe = variable.safe;
      return variable.value;
    }
  }
  return data_.Find(name);
}

void Context::Assign(absl::string_view name, Datum value) {
  const Datum::Safe safe = value.safe();
  const base::Value* kept = value.is_borrowed() ? &value.value() : Keep(value.TakeOwned());
  for (Variable& variable : variables_) {
    if (variable.name == name) {
      variable.value = kept;
      variable.safe = safe;
      return;
    }
  }
  if (variables_.size() == kVariablesMax) {
    return FailLimit(absl::StrCat("the template sets more than ", kVariablesMax, " variables"));
  }
  variables_.push_back({std::string(name), kept, safe});
}

const base::Value* Context::Keep(base::Value value) {
  kept_.push_back(std::move(value));
  return &kept_.back();
}

}  // namespace usher::liquid
