#include "journey/feedback.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/text_prefix.h"
#include "channel/conversation.h"
#include "journey/address_outcome.h"
#include "journey/apply_outcome.h"
#include "journey/consent_change.h"
#include "journey/entry.h"
#include "journey/intake.h"
#include "journey/message_facts.h"
#include "journey/migrate.h"
#include "journey/react.h"
#include "journey/reactions.h"
#include "journey/replies.h"
#include "journey/send_id.h"
#include "journey/send_outcome.h"
#include "journey/walk.h"

namespace usher::journey {
namespace {

using channel::ReplyWord;
using customer::Channel;
using customer::FeedbackKind;

// The customer says what he wants, so it counts whatever is known of him.
bool IsWish(FeedbackKind kind) {
  return kind == FeedbackKind::kComplained || kind == FeedbackKind::kUnsubscribed ||
         kind == FeedbackKind::kReplied;
}

// What the customer did himself, now.
bool IsActivity(FeedbackKind kind) {
  return kind == FeedbackKind::kOpened || kind == FeedbackKind::kClicked ||
         kind == FeedbackKind::kReplied;
}

bool NeedsChannel(FeedbackKind kind) {
  return kind == FeedbackKind::kBounced || kind == FeedbackKind::kComplained ||
         kind == FeedbackKind::kReplied;
}

// Who reacts to a message has it, even if its provider has not said so yet. Its run must be past
// the step before it hears of the reaction.
void ProveSent(std::uint64_t send_id, Work& work) {
  const customer::PendingSend* send = FindSend(send_id, work);
  if (send == nullptr || send->withdraws != 0) return;
  const std::string detail = "known by what came back";
  if (send->phase == customer::SendPhase::kGranted) {
    ApplyOutcome({send_id, send->attempts, AttemptResult::kSent, detail}, work);
  } else if (send->maybe_sent) {
    FinishSend(send_id, customer::DecisionKind::kSent, detail, work);
  } else {
    return;
  }
  WalkRuns(work);
}

void Note(const FeedbackInput& feedback, std::string detail, Work& work) {
  customer::Decision decision;
  decision.kind = customer::DecisionKind::kFeedback;
  decision.channel = feedback.channel;
  decision.send_id = feedback.send_id;
  decision.detail = std::move(detail);
  work.Note(std::move(decision));
}

// In the provider's words, as long as explanations have room for.
std::string InWords(absl::string_view what, const FeedbackInput& feedback) {
  constexpr std::size_t kBytesMax = 200;
  return absl::StrCat(what, feedback.detail.empty() ? "" : ": ",
                      base::TextPrefix(feedback.detail, kBytesMax));
}

void Bounce(const FeedbackInput& feedback, Work& work) {
  if (!feedback.permanent) return Note(feedback, InWords("bounced for now", feedback), work);
  const bool dead = MarkDead({feedback.channel, feedback.address}, work);
  Note(feedback,
       InWords(dead ? "bounced, the address is dead" : "bounced, at no address of today", feedback),
       work);
}

void Withdraw(const FeedbackInput& feedback, const std::string& category, const char* source,
              Work& work) {
  if (WasGivenAfter(feedback.channel, category, feedback.at, work)) {
    Note(feedback, absl::StrCat(source, " of before consent was given"), work);
    return;
  }
  OptOut(feedback.channel, category, source, work);
}

// What a reply is to journeys.
struct Heard {
  ReplyWord word = ReplyWord::kNone;
  std::uint64_t conversation = 0;
};

Heard Hear(const FeedbackInput& reply, Work& work) {
  Heard heard;
  heard.word = channel::WordOf(work.policy(), reply.channel, reply.text);
  if (heard.word == ReplyWord::kStop) {
    Withdraw(reply, "", "stop word", work);
  } else if (heard.word == ReplyWord::kStart) {
    GiveConsentBack(reply.channel, reply.at, "start word", work);
  } else {
    heard.conversation = TakeReply(reply, work);
    const absl::Time until = work.record().conversation.until;
    Note(reply,
         until > work.now()
             ? absl::StrCat("replied; marketing is held until ",
                            absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", until, absl::UTCTimeZone()))
             : "replied",
         work);
  }
  return heard;
}

Heard Heed(const FeedbackInput& feedback, Work& work) {
  switch (feedback.kind) {
    case FeedbackKind::kBounced:
      Bounce(feedback, work);
      break;
    case FeedbackKind::kComplained:
      Withdraw(feedback, "", "spam complaint", work);
      break;
    case FeedbackKind::kUnsubscribed:
      Withdraw(feedback, feedback.category, "unsubscribed", work);
      break;
    case FeedbackKind::kReplied:
      return Hear(feedback, work);
    case FeedbackKind::kDelivered:
    case FeedbackKind::kOpened:
    case FeedbackKind::kClicked:
      break;
  }
  return {};
}

EventInput EventOf(const FeedbackInput& feedback, const MessageFacts& facts, const Heard& heard) {
  EventInput event;
  event.id = absl::StrCat("feedback\x1f", feedback.id);
  event.name = std::string(EventNameOf(feedback.kind));
  event.at = feedback.at;
  base::Value properties{base::Value::Map()};
  const auto add = [&](absl::string_view name, std::string value) {
    if (!value.empty()) properties.Set(name, base::Value(std::move(value)));
  };
  add("send_id", feedback.send_id == 0 ? "" : SendIdText(feedback.send_id));
  add("channel", std::string(customer::ChannelName(feedback.channel)));
  add("journey", facts.journey);
  add("step", facts.step);
  add("template", facts.template_name);
  add("detail", feedback.detail);
  add("link", feedback.link);
  add("category", feedback.category);
  if (feedback.kind == FeedbackKind::kBounced) {
    properties.Set("permanent", base::Value(feedback.permanent));
  }
  if (feedback.kind == FeedbackKind::kReplied) {
    add("text", feedback.text);
    add("message_id", feedback.id);
    add("conversation_id", heard.conversation == 0 ? "" : SendIdText(heard.conversation));
    add("word", heard.word == ReplyWord::kStop    ? "stop"
                : heard.word == ReplyWord::kStart ? "start"
                                                  : "");
  }
  event.properties = std::move(properties);
  return event;
}

}  // namespace

absl::string_view EventNameOf(FeedbackKind kind) {
  switch (kind) {
    case FeedbackKind::kDelivered:
      return "Message Delivered";
    case FeedbackKind::kOpened:
      return "Message Opened";
    case FeedbackKind::kClicked:
      return "Message Clicked";
    case FeedbackKind::kBounced:
      return "Message Bounced";
    case FeedbackKind::kComplained:
      return "Message Complained";
    case FeedbackKind::kUnsubscribed:
      return "Message Unsubscribed";
    case FeedbackKind::kReplied:
      return "Message Replied";
  }
  return "";
}

InputResult TakeFeedback(const FeedbackInput& given, Work& work) {
  InputResult result;
  if (work.now() < work.record().blocked_until) {
    result.status = absl::NotFoundError("the customer was erased");
    return result;
  }
  if (!work.created() && !IsWish(given.kind)) {
    result.status = absl::NotFoundError("there is no such customer");
    return result;
  }
  const MessageFacts facts = FactsOf(given.send_id, work);
  FeedbackInput feedback = given;
  if (feedback.channel == Channel::kNone) feedback.channel = facts.channel;
  if (feedback.channel == Channel::kNone && NeedsChannel(feedback.kind)) {
    result.status = absl::InvalidArgumentError(
        "channel: must be given, because the message is not known (any more)");
    return result;
  }
  result = TakeIn(feedback, work);
  if (!result.status.ok() || result.duplicate) return result;
  if (feedback.kind != FeedbackKind::kBounced) ProveSent(feedback.send_id, work);
  const Heard heard = Heed(feedback, work);
  const EventInput event = EventOf(feedback, facts, heard);
  if (IsActivity(feedback.kind)) {
    work.record().last_event_at = std::max(work.record().last_event_at, feedback.at);
  }
  CountEvent(event, work);
  // Whoever wants no more did not react as was hoped.
  if (heard.word != ReplyWord::kStop) NoteReaction(event, work);
  MigrateRuns(work);
  ReactToEvent(event, work);
  result.runs_entered = EnterJourneys(event, work);
  RememberResult(result, work);
  return result;
}

}  // namespace usher::journey
