#include "journey/compiler_context.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include <google/protobuf/duration.pb.h>

#include "base/nearest.h"

namespace usher::journey {

void CompilerContext::Fail(std::string path, std::string message, std::size_t offset) {
  problems.push_back({std::move(path), offset, std::move(message), false});
}

void CompilerContext::Warn(std::string path, std::string message) {
  problems.push_back({std::move(path), 0, std::move(message), true});
}

std::optional<Expression> CompilerContext::CompileExpression(const std::string& path,
                                                             const std::string& text,
                                                             Expression::Kind kind,
                                                             bool keeps_event) {
  if (text.empty()) return std::nullopt;
  Expression expression;
  Expression::Fault fault;
  if (!Expression::Compile(text, kind, &expression, &fault)) {
    Fail(path, fault.message, fault.offset);
    return std::nullopt;
  }
  if (keeps_event) {
    for (const std::string& member : expression.event_fields()) KeepEventField(member);
  }
  for (const std::string& name : expression.counted_events()) counted_events.insert(name);
  for (const Sum& sum : expression.sums()) sums.emplace(sum.event, sum.property);
  return expression;
}

absl::Duration CompilerContext::Length(const std::string& path,
                                       const google::protobuf::Duration* duration,
                                       absl::Duration fallback, absl::Duration min,
                                       absl::Duration max) {
  if (duration == nullptr) return fallback;
  const absl::Duration length =
      absl::Seconds(duration->seconds()) + absl::Nanoseconds(duration->nanos());
  if (length < min || length > max) {
    Fail(path, absl::StrCat(absl::FormatDuration(length), ": must be from ",
                            absl::FormatDuration(min), " to ", absl::FormatDuration(max)));
  }
  return length;
}

std::vector<std::string> CompilerContext::EventNames(
    const std::string& path, const google::protobuf::RepeatedPtrField<std::string>& names) {
  if (names.empty()) Fail(path, "name at least one event");
  for (int i = 0; i < names.size(); ++i) {
    if (names.Get(i).empty() || names.Get(i).size() > 128) {
      Fail(absl::StrCat(path, "[", i, "]"), "an event's name has 1 to 128 bytes");
    }
  }
  return {names.begin(), names.end()};
}

void CompilerContext::AddStep(const std::string& path, const std::string& id, StepIndex index) {
  if (!steps_.emplace(id, index).second) {
    Fail(path, absl::StrCat("step id \"", id, "\" is used twice; ids are unique in a journey"));
  }
}

StepIndex CompilerContext::Resolve(const std::string& path, const std::string& id, StepIndex next) {
  if (id.empty()) return next;
  const auto it = steps_.find(id);
  if (it == steps_.end()) {
    Fail(path, absl::StrCat("there is no step \"", id, "\"", DidYouMean(id, StepNames())));
    return next;
  }
  return it->second;
}

std::vector<std::string> CompilerContext::StepNames() const {
  std::vector<std::string> names;
  for (const auto& [name, index] : steps_) names.push_back(name);
  return names;
}

void CompilerContext::KeepEventField(absl::string_view member) {
  if (member.empty()) {
    keep_all_event_fields = true;
  } else {
    event_fields.insert(std::string(member));
  }
}

std::string DidYouMean(absl::string_view name, const std::vector<std::string>& candidates) {
  const std::string nearest = base::Nearest(name, candidates);
  return nearest.empty() ? "" : absl::StrCat("; did you mean \"", nearest, "\"?");
}

}  // namespace usher::journey
