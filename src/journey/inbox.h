#pragma once

#include <cstdint>

#include "journey/input.h"
#include "journey/work.h"

// Messages inside the app that are kept in the record, where the customer finds them.
namespace usher::journey {

// What happens to the customer when a message is seen and when it is dismissed. Properties:
// send_id, channel, journey, step.
inline constexpr char kMessageOpened[] = "Message Opened";
inline constexpr char kMessageDismissed[] = "Message Dismissed";

// Carries out the attempt that was just granted for a pending send of channel in_app: shows the
// message, or takes one back, and ends the send. One that cannot be written is definitely not sent.
void ShowInInbox(std::uint64_t send_id, Work& work);

// Removes a message whose run is over; false when it is not there.
bool TakeFromInbox(std::uint64_t send_id, Work& work);

// Marks messages as seen, or removes them, and makes the events of it happen. Dismissing what was
// not seen is seeing it, too. How many messages changed.
std::uint32_t ReactToInbox(const InboxInput& input, Work& work);

}  // namespace usher::journey
