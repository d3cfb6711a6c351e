#include "journey/send_outcome.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "journey/explain.h"
#include "journey/reactions.h"
#include "journey/send_id.h"
#include "journey/sending.h"
#include "journey/walk.h"
#include "journey/withdrawal.h"

namespace usher::journey {

using customer::Decision;
using customer::DecisionKind;
using customer::PendingSend;
using customer::Run;

namespace {

customer::Channel ChannelOf(const PendingSend& send, Work& work) {
  const Definition* definition = work.catalog().FindVersion(send.journey, send.version);
  if (definition == nullptr) return customer::Channel::kNone;
  const auto& channels = ChannelsOf(send, std::get<Send>(definition->steps[send.step].kind));
  return send.candidate < channels.size() ? channels[send.candidate] : customer::Channel::kNone;
}

void RememberSent(Run& run, const PendingSend& send) {
  for (auto& sent : run.sent) {
    if (sent.step == send.step) {
      sent.send_id = send.id;
      return;
    }
  }
  run.sent.push_back({send.step, send.id});
}

// A withdrawal is counted and told apart from the message it takes back.
void NoteWithdrawal(const PendingSend& send, DecisionKind outcome, Decision decision, Work& work) {
  if (outcome == DecisionKind::kSent || outcome == DecisionKind::kUnknown) {
    decision.kind = DecisionKind::kWithdrawn;
    decision.detail = SendIdText(send.withdraws);
    work.Count(send.journey, absl::StrCat("outcome:", StepName(send, work), ":withdrawn"));
  }
  work.Note(std::move(decision));
}

}  // namespace

absl::string_view StepName(const PendingSend& send, Work& work) {
  const Definition* definition = work.catalog().FindVersion(send.journey, send.version);
  return definition == nullptr ? "" : StepId(*definition, send.step);
}

const std::vector<customer::Channel>& ChannelsOf(const PendingSend& send, const Send& step) {
  return send.order.empty() ? step.channels : send.order;
}

PendingSend* FindSend(std::uint64_t send_id, Work& work) {
  for (PendingSend& send : work.record().sends) {
    if (send.id == send_id) return &send;
  }
  return nullptr;
}

Run* FindRun(std::uint64_t run_id, Work& work) {
  for (Run& run : work.record().runs) {
    if (run.id == run_id && run.phase == customer::RunPhase::kAtStep) return &run;
  }
  return nullptr;
}

Decision DecisionAbout(const PendingSend& send, DecisionKind kind, Work& work) {
  Decision decision;
  decision.kind = kind;
  decision.journey = send.journey;
  decision.key = send.key;
  decision.step = std::string(StepName(send, work));
  decision.send_id = send.id;
  return decision;
}

void FinishSend(std::uint64_t send_id, DecisionKind outcome, const std::string& detail,
                Work& work) {
  auto& sends = work.record().sends;
  const auto found = std::find_if(sends.begin(), sends.end(),
                                  [&](const PendingSend& send) { return send.id == send_id; });
  if (found == sends.end()) return;
  const PendingSend send = *found;
  sends.erase(found);
  // Whatever befell the later attempts: an earlier one may have reached the customer.
  if (send.maybe_sent && outcome != DecisionKind::kSent) outcome = DecisionKind::kUnknown;

  const bool sent = outcome == DecisionKind::kSent || outcome == DecisionKind::kUnknown;
  Decision decision = DecisionAbout(send, outcome, work);
  decision.detail = detail.empty() ? send.held_by : detail;
  if (send.withdraws != 0) return NoteWithdrawal(send, outcome, std::move(decision), work);
  const absl::string_view step = StepName(send, work);
  work.Count(send.journey, absl::StrCat("outcome:", step, ":", WhatOf(outcome)));
  if (sent) decision.channel = ChannelOf(send, work);
  if (outcome == DecisionKind::kSent) {
    decision.detail = detail;
    work.Count(send.journey,
               absl::StrCat("sent:", step, ":", customer::ChannelName(decision.channel)));
    NoteSentHour(send_id, work);
  }
  work.Note(std::move(decision));

  Run* run = FindRun(send.run_id, work);
  const Definition* definition = work.catalog().FindVersion(send.journey, send.version);
  if (definition == nullptr) return;
  if (run == nullptr) {
    if (sent) WithdrawIfLate(send, *definition, work);
    return;
  }
  if (sent) RememberSent(*run, send);
  if (run->waiting && run->step == send.step) LeaveSendStep(*run, *definition, sent, work);
}

void NoteUnsent(const Run& run, const Definition& definition, DecisionKind outcome, Work& work) {
  work.Count(run.journey,
             absl::StrCat("outcome:", StepId(definition, run.step), ":", WhatOf(outcome)));
  work.Note(work.About(outcome, run, definition));
}

}  // namespace usher::journey
