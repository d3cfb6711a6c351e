#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

#include "cel/activation.h"
#include "cel/environment.h"
#include "customer/record.h"
#include "journey/scope.h"

namespace usher::journey {

// Declares what conditions may call beyond the standard: count, sum, last, since_entry,
// reachable, unanswered and local_time.
void AddConditionFunctions(cel::Environment* environment);

// Computes these functions from what is known of one customer.
class ConditionHost : public cel::Host {
 public:
  // `scope` must outlive the host.
  explicit ConditionHost(const Scope& scope) : scope_(scope) {}

  cel::Value Call(int function, absl::Span<const cel::Value> arguments,
                  cel::Context& context) const override;

 private:
  const customer::EventHistory* Find(absl::string_view name) const;
  std::int64_t CountSince(absl::string_view name, absl::Time since) const;
  cel::Value Count(absl::Span<const cel::Value> arguments, cel::Context& context) const;
  cel::Value Sum(absl::Span<const cel::Value> arguments, cel::Context& context) const;
  cel::Value Last(absl::string_view name, cel::Context& context) const;
  cel::Value Reachable(absl::string_view name) const;
  std::int64_t Unanswered(absl::Span<const cel::Value> arguments) const;
  cel::Value LocalTime(cel::Context& context) const;

  const Scope& scope_;
};

}  // namespace usher::journey
