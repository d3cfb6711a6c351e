#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
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

// The state of a loop that is running, as `forloop` and `tablerowloop` show it.
struct Loop {
  absl::string_view name;
  std::int64_t length = 0;
  std::int64_t index = 0;  // from 0
  std::int64_t columns = 0;
  std::int64_t column = 1;
  std::int64_t row = 1;
  bool of_partial = false;  // {% render for %}, which is no loop's parent
};

// The state of one rendering. Values it hands out stay valid until it ends: a variable that is set
// again leaves its old value in place, because a loop may be walking over it. Memory stays bounded
// because every value made costs steps. Names it is given have to outlive it.
class Context {
 public:
  Context(const base::Value& data, const RenderOptions& options)
      : data_(&data), options_(options) {}

  static constexpr std::size_t kVariablesMax = 256;

  const RenderOptions& options() const { return options_; }

  // Counts work; false once the limit is passed.
  bool Spend(std::size_t steps) {
    steps_ += steps;
    return steps_ <= static_cast<std::size_t>(options_.steps_max) ? ok() : FailSteps();
  }
  bool ok() const { return !failed_; }
  // The first failure is kept.
  void Fail(const Place& place, absl::string_view message);
  // A limit of the rendering is passed; its place is told by PlaceFailure.
  void FailLimit(absl::string_view message);
  // Where the failure is, unless that is known.
  void PlaceFailure(const Place& place);
  // The failure happened inside the partial `name`, shown at `place`. Of partials in partials, the
  // innermost is told.
  void MoveFailure(absl::string_view name, const Place& place);
  const Error& failure() const { return failure_; }
  absl::Status status() const;

  // The variable `name`: of the innermost scope, one that was set, a counter, or of the data.
  Datum Find(absl::string_view name, bool* found) const;
  // Fails beyond kVariablesMax names: they are searched one by one.
  void Assign(absl::string_view name, Datum value);
  // Keeps `value` as long as the context.
  const base::Value* Keep(base::Value value);
  // The same value, borrowed.
  Datum Keep(Datum value);

  // Variables of loops and partials, the innermost last. Those pushed are popped by their owner.
  std::size_t local_count() const { return locals_.size(); }
  void PushLocal(absl::string_view name, Datum value) {
    locals_.push_back({name, std::move(value)});
  }
  void SetLocal(std::size_t index, Datum value) { locals_[index].value = std::move(value); }
  void PopLocals(std::size_t count) { locals_.resize(count); }

  // Adds `change` to the counter `name`, which starts as the data's variable of that name or 0.
  // None when that is no number.
  std::optional<base::Value> Count(absl::string_view name, std::int64_t change);

  // The number kept as `name`, 0 at first: where cycles are and loops ended.
  std::int64_t& State(absl::string_view name);

  const Loop* InnerLoop(std::size_t outward) const { return Inner(loops_, frame_.loops, outward); }
  const Loop* InnerTable() const { return Inner(tables_, frame_.tables, 0); }
  std::vector<Loop>& loops() { return loops_; }
  std::vector<Loop>& tables() { return tables_; }

  // What {% ifchanged %} wrote last.
  std::string& changed() { return changed_; }

  // Begins a scope that sees nothing of what is around it; what it returns ends it. Partials count
  // their depth in both kinds of scope.
  struct Frame {
    std::size_t locals = 0;
    std::size_t variables = 0;
    std::size_t counters = 0;
    std::size_t states = 0;
    std::size_t loops = 0;
    std::size_t tables = 0;
    const base::Value* data = nullptr;
    bool isolated = false;
  };
  Frame Isolate();
  void Leave(const Frame& outer);
  bool isolated() const { return frame_.isolated; }
  int partial_depth = 0;

 private:
  struct Variable {
    absl::string_view name;
    Datum value;
  };
  struct Counter {
    absl::string_view name;
    base::Value value;
  };

  bool FailSteps();
  static const Loop* Inner(const std::vector<Loop>& loops, std::size_t begin, std::size_t outward);

  const base::Value* data_;
  const RenderOptions& options_;
  std::size_t steps_ = 0;
  bool failed_ = false;
  bool limit_ = false;
  bool placed_ = false;
  bool moved_ = false;
  Error failure_;
  Frame frame_;
  std::vector<Variable> locals_;
  std::vector<Variable> variables_;
  std::vector<Counter> counters_;
  std::vector<std::pair<absl::string_view, std::int64_t>> states_;
  std::vector<Loop> loops_;
  std::vector<Loop> tables_;
  std::string changed_;
  std::deque<base::Value> kept_;
};

}  // namespace usher::liquid
