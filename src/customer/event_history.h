#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "customer/limits.h"
#include "customer/record.h"

// Histories of events that journeys count, with the values of properties that they sum.
namespace usher::customer {

// A property of an event, in millionths.
struct EventValue {
  std::string property;
  std::int64_t millionths = 0;
};

// Notes that an event happened. `values` names the properties that are summed: one that is new has
// 0 for the events before, and what was kept of others is dropped. Beyond the limits the oldest
// times are dropped, and the name, or the values of the name, not heard of for longest.
void NoteEvent(const std::string& name, absl::Time at, const std::vector<EventValue>& values,
               const Limits& limits, Record* record);

// Adds the events that a visitor left to those of the customer.
void MergeHistories(const std::vector<EventHistory>& from, const Limits& limits, Record* to);

}  // namespace usher::customer
