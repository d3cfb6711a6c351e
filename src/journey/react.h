#pragma once

#include "journey/input.h"
#include "journey/work.h"

namespace usher::journey {

// What an event means to runs under way: it reaches their goal, ends them, or ends a wait. Events
// that happened before a run was entered mean nothing to it.
void ReactToEvent(const EventInput& event, Work& work);

}  // namespace usher::journey
