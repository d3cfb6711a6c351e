#pragma once

#include <cstdint>

#include "journey/input.h"
#include "journey/work.h"

namespace usher::journey {

// Starts a run of every active journey that this event starts for this customer; says for each
// of the others why not. Returns the number of runs started.
std::uint32_t EnterJourneys(const EventInput& event, Work& work);

}  // namespace usher::journey
