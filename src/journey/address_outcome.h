#pragma once

#include <string>

#include "journey/input.h"
#include "journey/work.h"

namespace usher::journey {

// What an attempt taught about the addresses it went to. A dead one is marked, so that nothing is
// sent there and the customer counts as unreachable on a channel that has no other. A complaint
// withdraws the consent for the channel. An address that was changed meanwhile is left alone.
void HeedAddress(const OutcomeInput& outcome, Work& work);

// Marks an address as dead, if it is the customer's; whether it was and is from now on.
bool MarkDead(const customer::Address& address, Work& work);

// Withdraws the consent for what somebody wants no more of; marks the address of the channel as
// dead where there is no room for that.
void OptOut(customer::Channel channel, const std::string& category, const std::string& source,
            Work& work);

}  // namespace usher::journey
