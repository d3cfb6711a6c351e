#include "journey/expression.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"

#include "base/nearest.h"
#include "cel/activation.h"
#include "cel/environment.h"
#include "cel/format.h"
#include "cel/program.h"
#include "channel/reachability.h"
#include "customer/channel.h"
#include "journey/run_view.h"
#include "journey/window.h"

namespace usher::journey {
namespace {

// Slots of the variables, in the order of their declaration.
enum Slot : int { kEvent, kRun, kCustomer, kNow };
enum HostFunctionIndex : int { kCount, kLast, kSinceEntry, kReachable };

std::string CheckWindow(std::size_t argument, absl::string_view text) {
  if (argument != 1) return "";
  const auto window = ParseWindow(text);
  return window.ok() ? "" : std::string(window.status().message());
}

std::string CheckChannel(std::size_t, absl::string_view text) {
  if (customer::ChannelFromName(text)) return "";
  std::vector<std::string> names;
  for (const auto channel : customer::kAllChannels) {
    names.emplace_back(customer::ChannelName(channel));
  }
  const std::string nearest = base::Nearest(text, names);
  return absl::StrCat("no channel \"", text, "\"", nearest.empty() ? "" : "; did you mean ",
                      nearest);
}

const cel::Environment& JourneyEnvironment() {
  static const cel::Environment* const environment = [] {
    auto* built = new cel::Environment;
    const cel::Type text(cel::Kind::kString);
    const cel::Type data = cel::Type::Map(text, cel::Type());
    built->AddVariable("event", data);
    built->AddVariable("run", data);
    built->AddVariable("customer", data);
    built->AddVariable("now", cel::Type(cel::Kind::kTimestamp));
    const cel::Type integer(cel::Kind::kInt);
    built->AddFunction({"count", {text}, integer, kCount, CheckWindow});
    built->AddFunction({"count", {text, text}, integer, kCount, CheckWindow});
    built->AddFunction({"last", {text}, cel::Type(cel::Kind::kTimestamp), kLast, nullptr});
    built->AddFunction({"since_entry", {text}, integer, kSinceEntry, nullptr});
    built->AddFunction(
        {"reachable", {text}, cel::Type(cel::Kind::kBool), kReachable, CheckChannel});
    return built;
  }();
  return *environment;
}

// Answers the functions that look at the customer's record.
class RecordHost : public cel::Host {
 public:
  explicit RecordHost(const Scope& scope) : scope_(scope) {}

  cel::Value Call(int function, absl::Span<const cel::Value> arguments,
                  cel::Context& context) const override {
    const absl::string_view name = arguments[0].text();
    switch (function) {
      case kCount:
        return Count(name, arguments, context);
      case kLast:
        return Last(name, context);
      case kSinceEntry:
        if (scope_.run == nullptr) return cel::Value::Int(0);
        return cel::Value::Int(CountSince(name, scope_.run->entered_at));
      default:
        return Reachable(name);
    }
  }

 private:
  const customer::EventHistory* Find(absl::string_view name) const {
    if (scope_.record == nullptr) return nullptr;
    for (const auto& history : scope_.record->histories) {
      if (name == history.name) return &history;
    }
    return nullptr;
  }

  // Events at or after `since`: windows are half-open, (now - window, now] being their past.
  std::int64_t CountSince(absl::string_view name, absl::Time since) const {
    const customer::EventHistory* history = Find(name);
    if (history == nullptr) return 0;
    return history->times.end() -
           std::lower_bound(history->times.begin(), history->times.end(), since);
  }

  cel::Value Count(absl::string_view name, absl::Span<const cel::Value> arguments,
                   cel::Context& context) const {
    if (arguments.size() == 1) return cel::Value::Int(CountSince(name, absl::InfinitePast()));
    const auto window = ParseWindow(arguments[1].text());
    if (!window.ok()) return context.Fail(cel::FaultCode::kHost, "not a window");
    return cel::Value::Int(CountSince(name, scope_.now - *window + absl::Milliseconds(1)));
  }

  cel::Value Last(absl::string_view name, cel::Context& context) const {
    const customer::EventHistory* history = Find(name);
    if (history == nullptr || history->times.empty()) {
      return context.Fail(cel::FaultCode::kHost, "the event never happened");
    }
    return cel::Value::Timestamp(history->times.back());
  }

  cel::Value Reachable(absl::string_view name) const {
    const auto channel = customer::ChannelFromName(name);
    return cel::Value::Bool(channel && scope_.record != nullptr &&
                            channel::HasAddress(scope_.record->profile, *channel));
  }

  const Scope& scope_;
};

// What an evaluation needs, kept alive while its result is looked at.
class Evaluation {
 public:
  Evaluation(const cel::Program& program, const Scope& scope)
      : host_(scope), activation_(Activate(scope)), result_(program.Evaluate(activation_)) {}
  const cel::Result& result() const { return result_; }

 private:
  cel::Activation Activate(const Scope& scope) {
    static const base::Value* const kEmpty = new base::Value{base::Value::Map()};
    if (scope.run != nullptr) run_ = RunView(*scope.run);
    cel::Activation activation;
    activation.Set(kEvent, cel::Value::Json(scope.event != nullptr ? *scope.event : *kEmpty));
    activation.Set(kRun, cel::Value::Json(scope.run != nullptr ? run_ : *kEmpty));
    activation.Set(kCustomer,
                   cel::Value::Json(scope.customer != nullptr ? *scope.customer : *kEmpty));
    activation.Set(kNow, cel::Value::Timestamp(scope.now));
    activation.set_host(&host_);
    return activation;
  }

  base::Value run_;
  RecordHost host_;
  cel::Activation activation_;
  cel::Result result_;
};

std::string KindProblem(Expression::Kind kind, const cel::Type& type) {
  const auto is = [&](cel::Kind wanted) { return type.kind() == wanted; };
  if (type.is_dyn()) return "";
  switch (kind) {
    case Expression::Kind::kCondition:
      return is(cel::Kind::kBool)
                 ? ""
                 : absl::StrCat("a condition must be true or false, this is ", type.ToString());
    case Expression::Kind::kKey:
      return is(cel::Kind::kString) || is(cel::Kind::kInt) || is(cel::Kind::kDouble) ||
                     is(cel::Kind::kUint)
                 ? ""
                 : absl::StrCat("a key must be a text or a number, this is ", type.ToString());
    case Expression::Kind::kNumber:
      return is(cel::Kind::kInt) || is(cel::Kind::kDouble) || is(cel::Kind::kUint)
                 ? ""
                 : absl::StrCat("this must be a number, not ", type.ToString());
    case Expression::Kind::kAny:
      break;
  }
  return "";
}

}  // namespace

bool Expression::Compile(absl::string_view text, Kind kind, Expression* out, Fault* fault) {
  auto compiled = cel::Program::Compile(text, JourneyEnvironment());
  if (const auto* error = std::get_if<cel::Error>(&compiled)) {
    fault->offset = static_cast<std::size_t>(std::max(0, error->offset));
    fault->message = error->message;
    return false;
  }
  out->text_ = std::string(text);
  out->program_ = std::get<cel::Program>(std::move(compiled));
  fault->message = KindProblem(kind, out->program_->ResultType());
  if (!fault->message.empty()) {
    fault->offset = 0;
    return false;
  }
  for (const cel::Reference& reference : out->program_->References()) {
    if (reference.variable != "event") continue;
    out->event_fields_.push_back(reference.members.empty() ? "" : reference.members[0]);
  }
  for (const cel::HostCall& call : out->program_->HostCalls()) {
    if (call.function == "reachable") continue;
    const std::string* name = call.arguments[0].as_string();
    if (name == nullptr) {
      fault->offset = 0;
      fault->message = absl::StrCat(call.function, "(): name the event as a text in quotes, so ",
                                    "that its history is kept");
      return false;
    }
    out->counted_events_.push_back(*name);
  }
  return true;
}

Expression::Truth Expression::Test(const Scope& scope) const {
  const Evaluation evaluation(*program_, scope);
  const cel::Result& result = evaluation.result();
  if (result.is_true()) return {true, ""};
  if (!result.ok()) return {false, absl::StrCat(text_, ": ", cel::Describe(*result.fault()))};
  if (!result.value().is_false()) return {false, absl::StrCat(text_, ": neither true nor false")};
  return {false, ""};
}

absl::StatusOr<base::Value> Expression::Evaluate(const Scope& scope) const {
  const Evaluation evaluation(*program_, scope);
  if (!evaluation.result().ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(text_, ": ", cel::Describe(*evaluation.result().fault())));
  }
  return cel::ToBase(evaluation.result().value());
}

}  // namespace usher::journey
