#pragma once

#include "absl/strings/string_view.h"

#include "journey/input.h"
#include "journey/work.h"

namespace usher::journey {

// The event that tells journeys of what came back, such as "Message Opened".
absl::string_view EventNameOf(customer::FeedbackKind kind);

// Takes in what came back about a message. Once for each id:
//   - it proves that a message whose outcome is not known yet was sent;
//   - a bounce for good makes the address dead, if it still is the customer's; a complaint, an
//     unsubscription and a stop word withdraw consent, unless it was given again later; any other
//     reply opens a conversation;
//   - then it is an event, which journeys count, wait for and start on. Its properties: send_id,
//     channel, journey, step and template of the message as far as they are known, detail, link,
//     text, permanent of a bounce, category, and of a reply message_id, conversation_id and word
//     (stop or start).
// NOT_FOUND for a customer who is not known, unless he says what he wants; INVALID_ARGUMENT when
// the channel is not given and the message is not known.
InputResult TakeFeedback(const FeedbackInput& feedback, Work& work);

}  // namespace usher::journey
