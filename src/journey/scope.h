#pragma once

#include <optional>

#include "absl/time/time.h"

#include "base/value.h"
#include "customer/record.h"

namespace usher::journey {

// What an expression may look at. Everything pointed to outlives the evaluation; what is null is
// an empty map.
struct Scope {
  const base::Value* event = nullptr;        // properties
  const customer::Record* record = nullptr;  // for the functions
  const base::Value* customer = nullptr;     // attributes, plus locale, country, time_zone
  const customer::Run* run = nullptr;        // for run and since_entry(); null before entry
  absl::Time now;
  // For local_time(). Nothing: the zone of the profile, or UTC if that has none.
  std::optional<absl::TimeZone> zone = {};
};

}  // namespace usher::journey
