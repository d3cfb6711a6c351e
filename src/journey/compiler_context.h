#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include <google/protobuf/repeated_field.h>

#include "journey/compile.h"
#include "journey/definition.h"

namespace google::protobuf {
class Duration;
}

namespace usher::journey {

// What the parts of Compile() share: the problems found so far, the names of steps, and what the
// whole journey reads of its events.
class CompilerContext {
 public:
  void Fail(std::string path, std::string message, std::size_t offset = 0);
  void Warn(std::string path, std::string message);

  // Compiles an expression; an empty text is none. `keeps_event`: it runs at a step, so what it
  // reads of the starting event must be kept in the run.
  std::optional<Expression> CompileExpression(const std::string& path, const std::string& text,
                                              Expression::Kind kind, bool keeps_event);

  // Checks the bounds of a duration, both inclusive; absent gives `fallback`.
  absl::Duration Length(const std::string& path, const google::protobuf::Duration* duration,
                        absl::Duration fallback, absl::Duration min, absl::Duration max);

  // Checks names of events, of which there must be at least one.
  std::vector<std::string> EventNames(const std::string& path,
                                      const google::protobuf::RepeatedPtrField<std::string>& names);

  void AddStep(const std::string& path, const std::string& id, StepIndex index);
  // The index of the step called `id`; empty means `next`.
  StepIndex Resolve(const std::string& path, const std::string& id, StepIndex next);
  bool HasStep(const std::string& id) const { return steps_.count(id) > 0; }
  std::vector<std::string> StepNames() const;

  // Notes that templates or step expressions read this member of the starting event; "" for all.
  void KeepEventField(absl::string_view member);

  std::vector<Problem> problems;
  std::set<std::string> event_fields;
  bool keep_all_event_fields = false;
  std::set<std::string> counted_events;
  std::set<std::pair<std::string, std::string>> sums;

 private:
  std::map<std::string, StepIndex> steps_;
};

// "; did you mean X?", or "" when nothing is close.
std::string DidYouMean(absl::string_view name, const std::vector<std::string>& candidates);

}  // namespace usher::journey
