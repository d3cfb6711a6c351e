#pragma once

#include <cstdint>

#include "absl/time/time.h"

#include "channel/reaction_counts.h"
#include "customer/record.h"
#include "journey/input.h"
#include "journey/work.h"

namespace usher::journey {

// Notes that the customer reacted to a message, if the event says so: it is called Message Opened,
// Message Clicked, Message Replied, message.opened or message.clicked, and its property send_id
// names a message in the ledger. A message is reacted to once.
void NoteReaction(const EventInput& event, Work& work);

// What the customer did with messages of which that is known: reacted, or did not in a day.
channel::ChannelReactions ReactionsOf(const customer::Record& record, absl::Time now);

// The same by the hour of the day of `zone` in which the messages were sent.
channel::HourReactions HourReactionsOf(const customer::Record& record, absl::Time now,
                                       absl::TimeZone zone);

// Counts a message of the ledger that was sent, if its journey learns by the hour.
void NoteSentHour(std::uint64_t send_id, Work& work);

// Decides in which order the channels of a message are tried, if its step wants the best: the
// chosen one of those on which the customer can be reached now, the others of these by their
// propensities, then the rest. Nothing is decided while there is no choice.
void ChooseOrder(const Send& step, customer::PendingSend& send, Work& work);

}  // namespace usher::journey
