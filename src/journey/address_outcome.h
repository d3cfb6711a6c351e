#pragma once

#include "journey/input.h"
#include "journey/work.h"

namespace usher::journey {

// What an attempt taught about the addresses it went to. A dead one is marked, so that nothing is
// sent there and the customer counts as unreachable on a channel that has no other. A complaint
// withdraws the consent for the channel. An address that was changed meanwhile is left alone.
void HeedAddress(const OutcomeInput& outcome, Work& work);

}  // namespace usher::journey
