#include "journey/replies.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "channel/conversation.h"

namespace usher::journey {
namespace {

using customer::Conversation;
using customer::Reply;

constexpr absl::Duration kFirstRetry = absl::Seconds(30);
constexpr absl::Duration kRetryMax = absl::Minutes(15);
constexpr std::uint32_t kAttemptsMax = 100;  // about a day

absl::Duration PauseAfter(std::uint32_t attempts) {
  const std::uint32_t doublings = std::min<std::uint32_t>(attempts, 6);
  return std::min(kFirstRetry * (1 << doublings), kRetryMax);
}

std::uint64_t IdOf(const Conversation& conversation, Work& work) {
  return base::HashFields({"conversation", work.customer().key(),
                           absl::StrCat(absl::ToUnixMillis(conversation.since))});
}

void Open(absl::Time at, Work& work) {
  Conversation& conversation = work.record().conversation;
  if (conversation.until <= work.now()) conversation = {work.now(), absl::InfinitePast()};
  conversation.until = std::max(conversation.until, at + work.policy().conversation.hold);
}

void NoteLost(std::string detail, customer::Channel channel, Work& work) {
  customer::Decision decision;
  decision.kind = customer::DecisionKind::kFeedback;
  decision.channel = channel;
  decision.detail = std::move(detail);
  work.Note(std::move(decision));
}

}  // namespace

std::uint64_t TakeReply(const FeedbackInput& reply, Work& work) {
  customer::Record& record = work.record();
  Open(reply.at, work);
  const std::uint64_t conversation = IdOf(record.conversation, work);
  // One that came too late to hold anything is no conversation, but has an id to be answered under.
  if (record.conversation.until <= work.now()) record.conversation = Conversation();
  if (!work.hands_over()) return conversation;
  Reply wanted;
  wanted.id = base::HashFields({"reply", work.customer().key(), reply.id});
  wanted.channel = reply.channel;
  wanted.address = reply.address;
  wanted.message_id = reply.id;
  wanted.text = reply.text;
  wanted.send_id = reply.send_id;
  wanted.conversation = conversation;
  wanted.at = reply.at;
  wanted.retry_at = work.now();
  record.replies.push_back(std::move(wanted));
  if (record.replies.size() > work.limits().replies_max) {
    NoteLost("a reply was not handed over: too many wait for that", record.replies.front().channel,
             work);
    record.replies.erase(record.replies.begin());
  }
  return conversation;
}

void CloseConversation(const EventInput& event, Work& work) {
  customer::Record& record = work.record();
  const channel::ConversationRule& rule = work.policy().conversation;
  if (record.conversation == Conversation() || event.name != rule.closed_by) return;
  // The customer wrote again after that.
  if (event.at + rule.hold < record.conversation.until) return;
  record.conversation = Conversation();
  for (customer::PendingSend& send : record.sends) {
    if (send.phase == customer::SendPhase::kWanted && send.held_by == channel::kConversation) {
      send.retry_at = work.now();
    }
  }
}

void HandOverReplies(Work& work) {
  auto& replies = work.record().replies;
  for (std::size_t i = 0; i < replies.size();) {
    Reply& reply = replies[i];
    if (reply.retry_at > work.now()) {
      ++i;
      continue;
    }
    if (reply.attempts >= kAttemptsMax) {
      NoteLost("a reply was not handed over, and is not any more", reply.channel, work);
      replies.erase(replies.begin() + static_cast<std::ptrdiff_t>(i));
      continue;
    }
    reply.retry_at = work.now() + PauseAfter(reply.attempts++);
    work.HandOver(reply.id);
    ++i;
  }
}

void SettleReply(const HandedOverInput& input, Work& work) {
  auto& replies = work.record().replies;
  const auto reply = std::find_if(replies.begin(), replies.end(), [&](const Reply& waiting) {
    return waiting.id == input.reply_id;
  });
  if (reply == replies.end()) return;
  if (input.taken) {
    replies.erase(reply);
    return;
  }
  if (reply->attempts == 1) {
    NoteLost(absl::StrCat("a reply could not be handed over for now: ", input.detail),
             reply->channel, work);
  }
}

}  // namespace usher::journey
