#include "liquid/context.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace usher::liquid {

bool Context::FailSteps() {
  FailLimit(absl::StrCat("the template takes more than ", options_.steps_max, " steps"));
  return false;
}

void Context::Fail(const Place& place, absl::string_view message) {
  if (failed_) return;
  FailLimit(message);
  limit_ = false;
  PlaceFailure(place);
}

void Context::FailLimit(absl::string_view message) {
  if (failed_) return;
  failed_ = true;
  limit_ = true;
  failure_.message = std::string(message);
}

void Context::PlaceFailure(const Place& place) {
  if (placed_) return;
  placed_ = true;
  failure_.line = place.line;
  failure_.column = place.column;
}

void Context::MoveFailure(absl::string_view name, const Place& place) {
  if (!std::exchange(moved_, true)) {
    failure_.message = absl::StrCat("in \"", name, "\" at line ", failure_.line, ", column ",
                                    failure_.column, ": ", failure_.message);
  }
  failure_.line = place.line;
  failure_.column = place.column;
}

absl::Status Context::status() const {
  if (ok()) return absl::OkStatus();
  const std::string text =
      absl::StrCat("line ", failure_.line, ", column ", failure_.column, ": ", failure_.message);
  return limit_ ? absl::ResourceExhaustedError(text) : absl::InvalidArgumentError(text);
}

Datum Context::Find(absl::string_view name, bool* found) const {
  *found = true;
  for (std::size_t i = locals_.size(); i-- > frame_.locals;) {
    if (locals_[i].name == name) return locals_[i].value;
  }
  for (std::size_t i = frame_.variables; i < variables_.size(); ++i) {
    if (variables_[i].name == name) return variables_[i].value;
  }
  for (std::size_t i = frame_.counters; i < counters_.size(); ++i) {
    if (counters_[i].name == name) return Datum(base::Value(counters_[i].value));
  }
  const base::Value* value = data_ != nullptr ? data_->Find(name) : nullptr;
  *found = value != nullptr;
  return value != nullptr ? Datum(value) : Datum();
}

void Context::Assign(absl::string_view name, Datum value) {
  value = Keep(std::move(value));
  for (std::size_t i = frame_.variables; i < variables_.size(); ++i) {
    if (variables_[i].name == name) {
      variables_[i].value = std::move(value);
      return;
    }
  }
  if (variables_.size() == kVariablesMax) {
    return FailLimit(absl::StrCat("the template sets more than ", kVariablesMax, " variables"));
  }
  variables_.push_back({name, std::move(value)});
}

const base::Value* Context::Keep(base::Value value) {
  kept_.push_back(std::move(value));
  return &kept_.back();
}

Datum Context::Keep(Datum value) {
  if (value.is_borrowed() || value.is_nil() || value.range() != nullptr) return value;
  const Datum::Safe safe = value.safe();
  return Datum(Keep(value.TakeOwned()), safe);
}

std::optional<base::Value> Context::Count(absl::string_view name, std::int64_t change) {
  base::Value* counter = nullptr;
  for (std::size_t i = frame_.counters; i < counters_.size(); ++i) {
    if (counters_[i].name == name) counter = &counters_[i].value;
  }
  if (counter == nullptr) {
    const base::Value* start = data_ != nullptr ? data_->Find(name) : nullptr;
    const bool nothing =
        start == nullptr || start->is_null() || (start->as_bool() != nullptr && !*start->as_bool());
    if (counters_.size() == kVariablesMax) {
      FailLimit(absl::StrCat("the template counts more than ", kVariablesMax, " counters"));
      return base::Value();
    }
    counters_.push_back({name, nothing ? base::Value(std::int64_t{0}) : *start});
    counter = &counters_.back().value;
  }
  const base::Value before = *counter;
  if (const std::int64_t* i = counter->as_int()) {
    *counter = base::Value(static_cast<std::int64_t>(static_cast<std::uint64_t>(*i) +
                                                     static_cast<std::uint64_t>(change)));
  } else if (const double* d = counter->as_double()) {
    *counter = base::Value(*d + static_cast<double>(change));
  } else {
    return std::nullopt;
  }
  return change < 0 ? *counter : before;
}

std::int64_t& Context::State(absl::string_view name) {
  for (std::size_t i = frame_.states; i < states_.size(); ++i) {
    if (states_[i].first == name) return states_[i].second;
  }
  if (states_.size() == kVariablesMax) {
    FailLimit(absl::StrCat("the template has more than ", kVariablesMax, " cycles and loops"));
  }
  states_.emplace_back(name, 0);
  return states_.back().second;
}

const Loop* Context::Inner(const std::vector<Loop>& loops, std::size_t begin, std::size_t outward) {
  if (begin + outward >= loops.size()) return nullptr;
  const Loop& loop = loops[loops.size() - 1 - outward];
  return outward > 0 && loop.of_partial ? nullptr : &loop;
}

Context::Frame Context::Isolate() {
  const Frame outer = frame_;
  frame_ = {locals_.size(), variables_.size(), counters_.size(), states_.size(),
            loops_.size(),  tables_.size(),    nullptr,          true};
  std::swap(frame_.data, data_);
  return outer;
}

void Context::Leave(const Frame& outer) {
  locals_.resize(frame_.locals);
  variables_.resize(frame_.variables);
  counters_.resize(frame_.counters);
  states_.resize(frame_.states);
  data_ = frame_.data;
  frame_ = outer;
}

}  // namespace usher::liquid
