#pragma once

#include "journey/input.h"
#include "journey/work.h"

// What customers write: it opens a conversation, which keeps marketing back
// (channel/conversation.h), and is handed over to the shop's chat, which is tried until that takes
// it.
namespace usher::journey {

// Opens a conversation, or prolongs it, and wants the text handed over if somebody is there for
// it. Gives the conversation's id.
std::uint64_t TakeReply(const FeedbackInput& reply, Work& work);

// Ends the conversation if the event is the one for that; messages that it held may go at once.
void CloseConversation(const EventInput& event, Work& work);

// What is due to be handed over is named in the transition and planned anew, in case that fails.
void HandOverReplies(Work& work);

// What became of it.
void SettleReply(const HandedOverInput& input, Work& work);

}  // namespace usher::journey
