#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "base/value.h"
#include "cel/program.h"
#include "cel/type.h"
#include "journey/scope.h"

namespace usher::journey {

// A call of sum(): of which property of which events.
struct Sum {
  std::string event;
  std::string property;    // may be a path into maps
  std::size_t offset = 0;  // of the call in the text, in bytes
};

// A condition or key of a journey: a CEL expression over event, run, customer and now, with the
// functions of condition_host.h. Immutable and thread-safe. A condition over ordinary events is
// tested without allocating memory.
class Expression {
 public:
  // Where and why a text is no valid expression; `offset` counts bytes from its start.
  struct Fault {
    std::size_t offset = 0;
    std::string message;
  };
  // What a condition must give.
  enum class Kind { kCondition, kKey, kNumber, kAny };

  // What `event` is when nothing is declared: a map with texts as keys.
  static cel::Type AnyEvent();

  // Compiles; on failure fills `fault` and gives an expression that must not be evaluated.
  // `event` is what the variable of that name is, see EventSchemas::TypeOf: of a record, a
  // property that is not declared, or is used as another type, is a fault, and at run time its
  // properties are read as the declared types.
  static bool Compile(absl::string_view text, Kind kind, Expression* out, Fault* fault,
                      const cel::Type& event = AnyEvent());

  // The truth of a condition. An expression that cannot be evaluated is false and says why.
  struct Truth {
    bool value = false;
    std::string error;
  };
  Truth Test(const Scope& scope) const;
  // The value, or INVALID_ARGUMENT with the reason.
  absl::StatusOr<base::Value> Evaluate(const Scope& scope) const;

  const std::string& text() const { return text_; }
  // Members of `event` it reads; "" among them means the event as a whole.
  const std::vector<std::string>& event_fields() const { return event_fields_; }
  // Names of events whose history it asks for.
  const std::vector<std::string>& counted_events() const { return counted_events_; }
  // Whether its value changes only with the customer's profile.
  bool of_profile_alone() const { return of_profile_alone_; }
  // What it sums, in the order of the text.
  const std::vector<Sum>& sums() const { return sums_; }

 private:
  bool Collect(Fault* fault);
  std::string Explain(const cel::Fault& fault) const;

  std::string text_;
  std::optional<cel::Program> program_;  // absent until compiled
  bool reads_run_ = false;
  bool of_profile_alone_ = false;
  std::vector<std::string> event_fields_;
  std::vector<std::string> counted_events_;
  std::vector<Sum> sums_;
};

}  // namespace usher::journey
