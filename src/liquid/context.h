#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "base/value.h"
#include "liquid/datum.h"
#include "liquid/template.h"

namespace usher::liquid {

// A place in the template, for errors while rendering.
struct Place {
  int line = 1;
  int column = 1;
};

// The state of a loop that is running, as `forloop` shows it.
struct Loop {
  absl::string_view variable;
  const base::Value* item = nullptr;
  std::int64_t index = 0;  // from 0
  std::int64_t length = 0;
};

// The state of one rendering. Values it hands out stay valid until it ends: a variable that is set
// again leaves its old value in place, because a loop may be walking over it. Memory stays bounded
// because every value made costs steps.
class Context {
 public:
  Context(const base::Value& data, const RenderOptions& options) : data_(data), options_(options) {}

  static constexpr std::size_t kVariablesMax = 256;

  const RenderOptions& options() const { return options_; }

  // Counts work; false once the limit is passed.
  bool Spend(std::size_t steps);
  bool ok() const { return status_.ok(); }
  const absl::Status& status() const { return status_; }
  // The first failure is kept.
  void Fail(const Place& place, absl::string_view message);
  void FailLimit(absl::string_view message);

  // The variable `name`: of the innermost loop, one that was set, or of the data; null if none.
  const base::Value* Find(absl::string_view name, Datum::Safe* safe) const;
  // Fails beyond kVariablesMax names: they are searched one by one.
  void Assign(absl::string_view name, Datum value);
  // Keeps `value` as long as the context.
  const base::Value* Keep(base::Value value);

  std::vector<Loop>& loops() { return loops_; }
  const std::vector<Loop>& loops() const { return loops_; }

 private:
  struct Variable {
    std::string name;
    const base::Value* value;
    Datum::Safe safe;
  };

  const base::Value& data_;
  const RenderOptions& options_;
  std::size_t steps_ = 0;
  absl::Status status_;
  std::vector<Loop> loops_;
  std::vector<Variable> variables_;
  std::deque<base::Value> kept_;
};

}  // namespace usher::liquid
