#pragma once

#include <vector>

#include "journey/compile.h"

namespace usher::journey {

// Waits for what can never happen: messages that were not sent before, events that an arm before or
// the journey's exit takes away, dates that move on with the clock.
void InspectWaits(const Definition& definition, std::vector<Problem>* problems);

}  // namespace usher::journey
