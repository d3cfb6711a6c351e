#pragma once

#include <optional>

#include "absl/time/time.h"

#include "base/value.h"
#include "journey/definition.h"
#include "journey/work.h"

// When the clock starts runs: dates in attributes of the customer, schedules, occasions
// in his country.
namespace usher::journey {

// A start of a journey by the clock.
struct TimedStart {
  absl::Time at;
  base::Value event;  // what conditions, keys and templates see as `event`
};

// The earliest start of this customer's not before `from`, whatever conditions say. A date that
// comes only once is given also if it is earlier.
std::optional<TimedStart> NextStart(const Definition& definition, absl::Time from, Work& work);

// Whether the customer may start as far as his profile decides it alone; until that changes there
// is nothing to wait for.
bool MayStart(const Definition& definition, Work& work);

}  // namespace usher::journey
