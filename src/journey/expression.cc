#include "journey/expression.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

#include "cel/activation.h"
#include "cel/environment.h"
#include "cel/error.h"
#include "cel/format.h"
#include "journey/condition_host.h"
#include "journey/fixed_digits.h"

namespace usher::journey {
namespace {

// Slots of the variables, in the order of their declaration.
enum Slot : int { kEvent, kRun, kCustomer, kNow };

cel::Environment JourneyEnvironment(const cel::Type& event) {
  const cel::Type text(cel::Kind::kString);
  cel::Environment environment;
  environment.AddVariable("event", event);
  environment.AddVariable(
      "run", cel::Type::Record({{"journey", text}, {"key", text}, {"entered_at", text}}));
  environment.AddVariable("customer", cel::Type::Map(text, cel::Type()));
  environment.AddVariable("now", cel::Type(cel::Kind::kTimestamp));
  AddConditionFunctions(&environment);
  return environment;
}

// What an evaluation needs, kept alive while its result is looked at.
class Evaluation {
 public:
  // `reads_run`: the program reads the variable `run`.
  Evaluation(const cel::Program& program, const Scope& scope, bool reads_run)
      : host_(scope),
        activation_(Activate(scope, reads_run)),
        result_(program.Evaluate(activation_)) {}
  const cel::Result& result() const { return result_; }

 private:
  static cel::Value Viewed(const base::Value* map) {
    return map != nullptr ? cel::Value::Json(*map) : cel::Value::Map(nullptr, 0);
  }

  // As RunView writes it for templates, without memory from the heap.
  absl::string_view EnteredAt(absl::Time time) {
    const absl::CivilSecond utc = absl::ToCivilSecond(time, absl::UTCTimeZone());
    PutDigits(utc.year(), 4, entered_at_);
    PutDigits(utc.month(), 2, entered_at_ + 5);
    PutDigits(utc.day(), 2, entered_at_ + 8);
    PutDigits(utc.hour(), 2, entered_at_ + 11);
    PutDigits(utc.minute(), 2, entered_at_ + 14);
    PutDigits(utc.second(), 2, entered_at_ + 17);
    return {entered_at_, sizeof(entered_at_) - 1};
  }

  cel::Value Run(const customer::Run* run) {
    if (run == nullptr) return cel::Value::Map(nullptr, 0);
    run_[0] = {cel::Value::String("journey"), cel::Value::String(run->journey)};
    run_[1] = {cel::Value::String("key"), cel::Value::String(run->key)};
    run_[2] = {cel::Value::String("entered_at"), cel::Value::String(EnteredAt(run->entered_at))};
    return cel::Value::Map(run_, 3);
  }

  cel::Activation Activate(const Scope& scope, bool reads_run) {
    cel::Activation activation;
    activation.Set(kEvent, Viewed(scope.event));
    activation.Set(kRun, Run(reads_run ? scope.run : nullptr));
    activation.Set(kCustomer, Viewed(scope.customer));
    activation.Set(kNow, cel::Value::Timestamp(scope.now));
    activation.set_host(&host_);
    return activation;
  }

  cel::Entry run_[3];
  char entered_at_[26] = "0000-00-00T00:00:00+00:00";
  ConditionHost host_;
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

cel::Type Expression::AnyEvent() {
  return cel::Type::Map(cel::Type(cel::Kind::kString), cel::Type());
}

bool Expression::Compile(absl::string_view text, Kind kind, Expression* out, Fault* fault,
                         const cel::Type& event) {
  auto compiled = cel::Program::Compile(text, JourneyEnvironment(event));
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
  return out->Collect(fault);
}

// Notes what must be kept for it to be evaluated.
bool Expression::Collect(Fault* fault) {
  of_profile_alone_ = true;
  for (const cel::Reference& reference : program_->References()) {
    if (reference.variable == "run") reads_run_ = true;
    if (reference.variable != "customer") of_profile_alone_ = false;
    if (reference.variable != "event") continue;
    event_fields_.push_back(reference.members.empty() ? "" : reference.members[0]);
  }
  for (const cel::HostCall& call : program_->HostCalls()) {
    if (call.function == "reachable") continue;
    of_profile_alone_ = false;
    if (call.function == "local_time" || call.function == "unanswered") continue;
    const std::string* name = call.arguments[0].as_string();
    if (name == nullptr) {
      fault->offset = static_cast<std::size_t>(call.offset);
      fault->message = absl::StrCat(call.function, "(): name the event as a text in quotes, so ",
                                    "that its history is kept");
      return false;
    }
    counted_events_.push_back(*name);
    if (call.function != "sum") continue;
    const std::string* property = call.arguments[1].as_string();
    if (property == nullptr) {
      fault->offset = static_cast<std::size_t>(call.offset);
      fault->message = "sum(): name the property as a text in quotes, so that its values are kept";
      return false;
    }
    sums_.push_back({*name, *property, static_cast<std::size_t>(call.offset)});
  }
  return true;
}

std::string Expression::Explain(const cel::Fault& fault) const {
  std::string explanation = absl::StrCat(text_, ": ", cel::Describe(fault));
  if (fault.offset < 0) return explanation;
  const cel::Error place = cel::ErrorAt(text_, fault.offset, "");
  if (place.line > 1) {
    absl::StrAppend(&explanation, " (line ", place.line, ", column ", place.column, ")");
  } else {
    absl::StrAppend(&explanation, " (column ", place.column, ")");
  }
  return explanation;
}

Expression::Truth Expression::Test(const Scope& scope) const {
  const Evaluation evaluation(*program_, scope, reads_run_);
  const cel::Result& result = evaluation.result();
  if (result.is_true()) return {true, ""};
  if (!result.ok()) return {false, Explain(*result.fault())};
  if (!result.value().is_false()) return {false, absl::StrCat(text_, ": neither true nor false")};
  return {false, ""};
}

absl::StatusOr<base::Value> Expression::Evaluate(const Scope& scope) const {
  const Evaluation evaluation(*program_, scope, reads_run_);
  if (!evaluation.result().ok()) {
    return absl::InvalidArgumentError(Explain(*evaluation.result().fault()));
  }
  return cel::ToBase(evaluation.result().value());
}

}  // namespace usher::journey
