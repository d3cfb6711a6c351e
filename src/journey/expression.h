#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "base/value.h"
#include "cel/program.h"
#include "customer/record.h"

namespace usher::journey {

// What an expression may look at. Everything pointed to outlives the evaluation; what is null is
// an empty map.
struct Scope {
  const base::Value* event = nullptr;        // properties
  const customer::Record* record = nullptr;  // for customer and the functions
  const base::Value* customer = nullptr;     // attributes, plus locale, country, time_zone
  const customer::Run* run = nullptr;        // for run and since_entry(); null before entry
  absl::Time now;
};

// A condition or key of a journey: a CEL expression over event, run, customer and now, with the
// functions count(name), count(name, window), last(name), since_entry(name), reachable(channel).
// Immutable and thread-safe.
class Expression {
 public:
  // Where and why a text is no valid expression; `offset` counts bytes from its start.
  struct Fault {
    std::size_t offset = 0;
    std::string message;
  };
  // What a condition must give.
  enum class Kind { kCondition, kKey, kNumber, kAny };

  // Compiles; on failure fills `fault` and gives an expression that must not be evaluated.
  static bool Compile(absl::string_view text, Kind kind, Expression* out, Fault* fault);

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

 private:
  std::string text_;
  std::optional<cel::Program> program_;  // absent until compiled
  std::vector<std::string> event_fields_;
  std::vector<std::string> counted_events_;
};

}  // namespace usher::journey
