#pragma once

#include "journey/input.h"
#include "journey/work.h"

namespace usher::journey {

// How an attempt ended; stale outcomes change nothing. Does not let the run walk on.
void ApplyOutcome(const OutcomeInput& outcome, Work& work);

}  // namespace usher::journey
