#include "journey/withdrawal.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "journey/inbox.h"
#include "journey/send_id.h"

namespace usher::journey {
namespace {

// After that an app has forgotten what it was shown.
constexpr absl::Duration kExpire = absl::Hours(24);

bool IsTakenBack(const Definition& definition, StepIndex step) {
  if (step >= definition.steps.size()) return false;
  const Send* send = std::get_if<Send>(&definition.steps[step].kind);
  return send != nullptr && send->withdraw_at_end;
}

void Want(customer::PendingSend withdrawal, Work& work) {
  withdrawal.id = base::HashFields({"withdraw", SendIdText(withdrawal.withdraws)});
  withdrawal.created_at = work.now();
  withdrawal.expire_at = work.now() + kExpire;
  withdrawal.retry_at = work.now();
  work.record().sends.push_back(std::move(withdrawal));
}

void Note(const customer::Run& run, const Definition& definition, const customer::SentMessage& sent,
          Work& work) {
  customer::Decision decision = work.About(customer::DecisionKind::kWithdrawn, run, definition);
  decision.step = std::string(StepId(definition, sent.step));
  decision.channel = customer::Channel::kInApp;
  decision.send_id = sent.send_id;
  decision.detail = SendIdText(sent.send_id);
  work.Count(run.journey, absl::StrCat("outcome:", decision.step, ":withdrawn"));
  work.Note(std::move(decision));
}

}  // namespace

void WithdrawMessages(const customer::Run& run, const Definition& definition, Work& work) {
  for (const customer::SentMessage& sent : run.sent) {
    if (!IsTakenBack(definition, sent.step)) continue;
    if (TakeFromInbox(sent.send_id, work)) {
      Note(run, definition, sent, work);
      continue;
    }
    customer::PendingSend withdrawal;
    withdrawal.run_id = run.id;
    withdrawal.journey = run.journey;
    withdrawal.version = run.version;
    withdrawal.key = run.key;
    withdrawal.step = sent.step;
    withdrawal.withdraws = sent.send_id;
    Want(std::move(withdrawal), work);
  }
}

void WithdrawIfLate(const customer::PendingSend& sent, const Definition& definition, Work& work) {
  if (!IsTakenBack(definition, sent.step)) return;
  customer::PendingSend withdrawal;
  withdrawal.run_id = sent.run_id;
  withdrawal.journey = sent.journey;
  withdrawal.version = sent.version;
  withdrawal.key = sent.key;
  withdrawal.step = sent.step;
  withdrawal.withdraws = sent.id;
  Want(std::move(withdrawal), work);
}

}  // namespace usher::journey
