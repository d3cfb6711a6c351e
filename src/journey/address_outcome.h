#pragma once

#include "journey/input.h"
#include "journey/work.h"

namespace usher::journey {

// What an attempt taught about the address it went to. A dead one is marked, so that the customer
// counts as unreachable on that channel until another address is given. A complaint withdraws the
// consent for the channel. An address that was changed meanwhile is left alone.
void HeedAddress(const OutcomeInput& outcome, Work& work);

}  // namespace usher::journey
