#pragma once

#include <cstdint>
#include <string>

#include "journey/input.h"
#include "journey/work.h"

namespace usher::journey {

// What may start a run of one journey: an event, or anything else that is looked at like one.
struct Trigger {
  std::string id;  // unique for the customer; empty: to be made up
  absl::Time at;
  const base::Value& properties;  // what conditions, keys and templates see as `event`
};

// Starts a run, or says why not.
std::string EnterJourney(const Definition& definition, const Trigger& trigger, Work& work);

// Starts a run of every active journey that this event starts for this customer; says for each
// of the others why not. Returns the number of runs started.
std::uint32_t EnterJourneys(const EventInput& event, Work& work);

// The same for an attribute that changed.
void EnterByAttribute(const AttributeChange& change, Work& work);

}  // namespace usher::journey
