#include "journey/apply_outcome.h"

#include <algorithm>
#include <utility>

#include "customer/ledger.h"
#include "journey/address_outcome.h"
#include "journey/send_outcome.h"

namespace usher::journey {
namespace {

using customer::Decision;
using customer::DecisionKind;
using customer::PendingSend;
using customer::SendPhase;

// A definite failure that may pass is tried again after 30 s, 1 min, 2 min, then given up.
constexpr std::uint32_t kFailuresMax = 4;
constexpr absl::Duration kFirstRetry = absl::Seconds(30);
// What a provider had no room for is tried again until it expires.
constexpr absl::Duration kThrottledPause = absl::Seconds(1);

void TryAgain(PendingSend& send, absl::Duration pause, const OutcomeInput& outcome, Work& work) {
  send.phase = SendPhase::kWanted;
  send.retry_at = work.now() + std::max(pause, outcome.retry_after);
  if (send.retry_at == work.now()) return;
  Decision decision = DecisionAbout(send, DecisionKind::kRetry, work);
  decision.detail = outcome.detail;
  decision.until = send.retry_at;
  work.Note(std::move(decision));
}

// False when it failed too often.
bool TryAgainAfterFailure(PendingSend& send, const OutcomeInput& outcome, Work& work) {
  if (++send.failures >= kFailuresMax) return false;
  TryAgain(send, kFirstRetry * (1 << (send.failures - 1)), outcome, work);
  return true;
}

void GoOnWithNextChannel(PendingSend& send, const OutcomeInput& outcome, Work& work) {
  send.phase = SendPhase::kWanted;
  ++send.candidate;
  send.retry_at = work.now();
  Decision decision = DecisionAbout(send, DecisionKind::kFailed, work);
  decision.detail = outcome.detail;
  work.Note(std::move(decision));
}

}  // namespace

void TryAgainNow(customer::Channel channel, Work& work) {
  for (PendingSend& send : work.record().sends) {
    // What was not attempted waits for something else, and what failed for now has its own time.
    if (send.phase != SendPhase::kWanted || send.attempts == 0 || send.failures > 0) continue;
    const Definition* definition = work.catalog().FindVersion(send.journey, send.version);
    if (definition == nullptr) continue;
    const auto& channels = ChannelsOf(send, std::get<Send>(definition->steps[send.step].kind));
    if (channels[send.candidate] == channel) send.retry_at = std::min(send.retry_at, work.now());
  }
}

void ApplyOutcome(const OutcomeInput& outcome, Work& work) {
  PendingSend* send = FindSend(outcome.send_id, work);
  if (send == nullptr || send->phase != SendPhase::kGranted || send->attempts != outcome.attempt) {
    return;
  }
  HeedAddress(outcome, work);
  const bool unsure = outcome.result == AttemptResult::kUnknownRepeatable;
  if (unsure || outcome.result == AttemptResult::kSent ||
      outcome.result == AttemptResult::kUnknown) {
    // When exactly the provider took it only the provider knows; not after this.
    customer::Postpone(work.record(), send->id, work.now());
  }
  if (outcome.result == AttemptResult::kSent) {
    FinishSend(send->id, DecisionKind::kSent, outcome.detail, work);
    return;
  }
  if (outcome.result == AttemptResult::kUnknown) {
    FinishSend(send->id, DecisionKind::kUnknown, outcome.detail, work);
    return;
  }
  send->maybe_sent = send->maybe_sent || unsure;
  if (!send->maybe_sent) customer::GiveBack(work.record(), send->id);
  if (send->withdraws == 0 && FindRun(send->run_id, work) == nullptr) {
    FinishSend(send->id, DecisionKind::kSuperseded, outcome.detail, work);
    return;
  }
  // The next attempt gets a number of its own, whatever became of this one.
  if (outcome.result == AttemptResult::kNotStarted) {
    TryAgain(*send, absl::ZeroDuration(), outcome, work);
    return;
  }
  if (outcome.result == AttemptResult::kThrottled) {
    TryAgain(*send, kThrottledPause, outcome, work);
    return;
  }
  const bool may_pass = unsure || outcome.result == AttemptResult::kTemporary;
  if (may_pass && TryAgainAfterFailure(*send, outcome, work)) return;
  if (send->maybe_sent) {
    FinishSend(send->id, DecisionKind::kUnknown, outcome.detail, work);
  } else {
    GoOnWithNextChannel(*send, outcome, work);
  }
}

}  // namespace usher::journey
