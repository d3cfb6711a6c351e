#pragma once

#include "journey/input.h"
#include "journey/work.h"

namespace usher::journey {

// How an attempt ended; stale outcomes change nothing. Does not let the run walk on.
void ApplyOutcome(const OutcomeInput& outcome, Work& work);

// Whoever takes messages on the channel is there again: those of which an attempt could not start
// are due now.
void TryAgainNow(customer::Channel channel, Work& work);

}  // namespace usher::journey
