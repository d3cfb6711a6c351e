#pragma once

#include <cstdint>
#include <vector>

#include "channel/decide.h"
#include "journey/work.h"

namespace usher::journey {

// The messages that are on their way to the customer within a day, beside the message `send_id`:
// those held until later, and those of send steps that runs come to when their waits end by time.
// On the channel they would be tried on first; ascending by time. Not those of paused journeys, nor
// those whose condition is not true now.
std::vector<channel::Scheduled> ScheduledMessages(std::uint64_t send_id, Work& work);

}  // namespace usher::journey
