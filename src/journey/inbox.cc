#include "journey/inbox.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "customer/inbox.h"
#include "journey/apply_outcome.h"
#include "journey/compose.h"
#include "journey/definition.h"
#include "journey/reactions.h"
#include "journey/send_id.h"
#include "journey/send_outcome.h"
#include "journey/walk.h"

namespace usher::journey {
namespace {

using customer::DecisionKind;
using customer::InboxMessage;
using customer::PendingSend;

// How long a message stays for which its journey has no other answer.
constexpr absl::Duration kShownMax = absl::Hours(24 * 30);

absl::Time ShownUntil(const PendingSend& send, const Send& step, absl::Time now) {
  if (step.show_for > absl::ZeroDuration()) return now + step.show_for;
  return step.withdraw_at_end ? now + kShownMax : send.expire_at;
}

absl::Status Show(const PendingSend& send, Work& work) {
  const Definition* definition = work.catalog().FindVersion(send.journey, send.version);
  if (definition == nullptr) return absl::FailedPreconditionError("the journey is gone");
  auto message =
      Compose(work.catalog(), work.customer(), work.record(), send, work.ZoneFor(*definition));
  if (!message.ok()) return message.status();
  InboxMessage shown;
  shown.send_id = send.id;
  shown.journey = send.journey;
  shown.step = message->step;
  shown.key = send.key;
  shown.category = message->category;
  shown.sent_at = work.now();
  shown.expire_at = ShownUntil(send, std::get<Send>(definition->steps[send.step].kind), work.now());
  shown.content = std::move(message->content);
  if (!customer::PutInInbox(std::move(shown), work.limits(), &work.record())) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the message is too long for the inbox, which holds ",
                     work.limits().inbox_bytes_max, " bytes"));
  }
  work.InboxChanged();
  return absl::OkStatus();
}

void MakeHappen(const char* what, const InboxMessage& message, Work& work) {
  EventInput event;
  event.id = absl::StrCat(what, "\x1f", SendIdText(message.send_id));
  event.name = what;
  event.at = work.now();
  base::Value properties{base::Value::Map()};
  properties.Set("send_id", base::Value(SendIdText(message.send_id)));
  properties.Set("channel", base::Value("in_app"));
  properties.Set("journey", base::Value(message.journey));
  properties.Set("step", base::Value(message.step));
  event.properties = std::move(properties);
  customer::Record& record = work.record();
  // Unlike what journeys make happen, this is the customer's own doing.
  record.last_event_at = std::max(record.last_event_at, work.now());
  NoteReaction(event, work);
  if (work.Happen(std::move(event))) return;
  customer::Decision decision;
  decision.kind = DecisionKind::kConditionError;
  decision.detail = absl::StrCat("too much happens at once; ", what, " was left out");
  work.Note(std::move(decision));
}

}  // namespace

void ShowInInbox(std::uint64_t send_id, Work& work) {
  auto& sends = work.record().sends;
  const auto send = std::find_if(sends.begin(), sends.end(),
                                 [&](const PendingSend& pending) { return pending.id == send_id; });
  if (send == sends.end()) return;
  if (send->withdraws != 0) {
    if (TakeFromInbox(send->withdraws, work)) {
      FinishSend(send_id, DecisionKind::kSent, "", work);
    } else {
      // Dismissed or expired: there is nothing left to take back.
      sends.erase(send);
    }
    return;
  }
  const absl::Status shown = Show(*send, work);
  ApplyOutcome(
      {send_id, send->attempts, shown.ok() ? AttemptResult::kSent : AttemptResult::kRejected,
       std::string(shown.message())},
      work);
}

bool TakeFromInbox(std::uint64_t send_id, Work& work) {
  if (!customer::RemoveFromInbox(send_id, &work.record())) return false;
  work.InboxChanged();
  return true;
}

std::uint32_t ReactToInbox(const InboxInput& input, Work& work) {
  std::uint32_t changed = 0;
  for (const std::uint64_t send_id : input.send_ids) {
    InboxMessage* message = customer::FindInInbox(send_id, &work.record());
    if (message == nullptr || message->expire_at <= work.now()) continue;
    const bool seen_now = message->seen_at == absl::InfinitePast();
    if (!seen_now && !input.dismissed) continue;
    ++changed;
    work.InboxChanged();
    if (seen_now) message->seen_at = work.now();
    const InboxMessage about = *message;
    if (seen_now) {
      MakeHappen(kMessageOpened, about, work);
      // A wait that begins with the one may end with the other.
      if (input.dismissed) WalkRuns(work);
    }
    if (input.dismissed) {
      MakeHappen(kMessageDismissed, about, work);
      customer::RemoveFromInbox(send_id, &work.record());
    }
  }
  return changed;
}

}  // namespace usher::journey
