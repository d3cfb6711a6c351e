#include "journey/sending.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "channel/conversation.h"
#include "channel/priority.h"
#include "channel/reachability.h"
#include "customer/ledger.h"
#include "journey/best_time.h"
#include "journey/inbox.h"
#include "journey/reactions.h"
#include "journey/send_id.h"
#include "journey/send_outcome.h"
#include "journey/walk.h"

namespace usher::journey {
namespace {

using customer::Decision;
using customer::DecisionKind;
using customer::PendingSend;
using customer::Run;
using customer::SendPhase;

constexpr char kUnengaged[] = "not heard of for too long";
constexpr char kProviderFails[] = "provider-failing";
constexpr char kDeadAddress[] = "the address is dead";

absl::Time DueOf(const PendingSend& send) {
  return send.phase == SendPhase::kWanted ? send.retry_at : send.lease_until;
}

// What is granted already is only asked for its fate, so it comes before all that is wanted.
std::size_t RankOf(const PendingSend& send, Work& work) {
  const Definition* definition = work.catalog().FindVersion(send.journey, send.version);
  if (send.phase == SendPhase::kGranted || definition == nullptr) return 0;
  const Send& step = std::get<Send>(definition->steps[send.step].kind);
  return 1 + channel::RankOf(work.policy(), step.category, send.journey);
}

// The most important one due, of equally important ones the one due longest, of these the one
// wanted first.
PendingSend* FirstDue(Work& work) {
  auto& sends = work.record().sends;
  if (!work.policy().priorities.empty()) {
    PendingSend* first = nullptr;
    for (PendingSend& send : sends) {
      if (DueOf(send) > work.now()) continue;
      if (first == nullptr || std::pair(RankOf(send, work), DueOf(send)) <
                                  std::pair(RankOf(*first, work), DueOf(*first))) {
        first = &send;
      }
    }
    return first;
  }
  const auto first = std::min_element(
      sends.begin(), sends.end(),
      [](const PendingSend& a, const PendingSend& b) { return DueOf(a) < DueOf(b); });
  return first == sends.end() || DueOf(*first) > work.now() ? nullptr : &*first;
}

// Taking a message back is no marketing, whatever the message was.
const std::string& CategoryOf(const PendingSend& send, const Send& step) {
  static const std::string kWithdrawal(channel::kTransactional);
  return send.withdraws != 0 ? kWithdrawal : step.category;
}

// The same for the same message. Taking one back is none.
std::uint64_t ContentOf(const PendingSend& send, const Send& step) {
  if (send.withdraws != 0) return 0;
  return base::HashFields({"content", send.journey, step.template_name, send.key});
}

// One message being considered.
class Consideration {
 public:
  Consideration(PendingSend& send, SendRound& round, Work& work)
      : send_(send), round_(round), work_(work) {}

  // A question, or nothing when the message is settled or put off.
  std::optional<Question> Consider() {
    const Definition* definition = work_.catalog().FindVersion(send_.journey, send_.version);
    const CatalogEntry* entry = work_.catalog().Find(send_.journey);
    if (definition == nullptr || entry == nullptr) return PutOff(work_.now() + kPausedRecheck);
    const Send& step = std::get<Send>(definition->steps[send_.step].kind);
    if (send_.phase == SendPhase::kGranted) return AskForFate(step);
    if (send_.withdraws != 0) {
      if (send_.expire_at <= work_.now()) return Finish(DecisionKind::kExpired);
      return TryChannels(step);
    }
    if (entry->status == JourneyStatus::kPaused) return PutOff(work_.now() + kPausedRecheck);
    const Run* run = FindRun(send_.run_id, work_);
    if (run == nullptr || entry->status == JourneyStatus::kArchived) {
      return Finish(DecisionKind::kSuperseded);
    }
    if (send_.expire_at <= work_.now()) return Finish(DecisionKind::kExpired);
    if (!work_.Holds(step.when, *run, *definition)) return Finish(DecisionKind::kSkipped);
    const absl::Time held =
        channel::HeldByConversation(work_.policy(), work_.record(), work_.now(), step.category);
    if (held > work_.now()) {
      return Hold(std::string(channel::kConversation), std::min(held, send_.expire_at));
    }
    return TryChannels(step);
  }

 private:
  std::optional<Question> AskForFate(const Send& step) {
    return Question{
        Question::Kind::kFate,   send_.id,       ChannelsOf(send_, step)[send_.candidate],
        CategoryOf(send_, step), send_.provider, send_.journey};
  }

  std::optional<Question> TryChannels(const Send& step) {
    ChooseOrder(step, send_, work_);
    const std::vector<customer::Channel>& channels = ChannelsOf(send_, step);
    const bool give_up_early =
        round_.refusal != DecisionKind::kNone &&
        (step.on_refusal == OnRefusal::kSkip || step.on_refusal == OnRefusal::kHold);
    // What may have been sent is repeated where it was tried, or not at all.
    const std::size_t end = send_.maybe_sent ? send_.candidate + 1 : channels.size();
    for (; round_.candidate < end && !give_up_early; ++round_.candidate) {
      const customer::Channel channel = channels[round_.candidate];
      const channel::Reachability reach = channel::Reach(
          work_.policy(), work_.record(), work_.now(), channel, CategoryOf(send_, step));
      if (reach == channel::Reachability::kReachable) {
        return Question{Question::Kind::kGrant,  send_.id, channel,
                        CategoryOf(send_, step), 0,        send_.journey,
                        ContentOf(send_, step)};
      }
      const bool refused =
          reach == channel::Reachability::kOptedOut || reach == channel::Reachability::kNoConsent;
      round_.opted_out = round_.opted_out || refused;
      Decision decision =
          AboutSend(send_, refused ? DecisionKind::kOptedOut : DecisionKind::kUnreachable);
      if (reach == channel::Reachability::kUnengaged) {
        round_.unengaged = true;
        decision.detail = kUnengaged;
      }
      decision.channel = channel;
      if (reach == channel::Reachability::kNoAddress && HasDeadAddress(channel)) {
        decision.detail = kDeadAddress;
      }
      if (reach == channel::Reachability::kNoConsent) decision.detail = "no consent was given";
      work_.Note(std::move(decision));
    }
    return OutOfChannels(step);
  }

  bool HasDeadAddress(customer::Channel channel) {
    const auto& addresses = work_.record().profile.addresses;
    return std::any_of(addresses.begin(), addresses.end(), [&](const customer::Address& address) {
      return address.channel == channel && address.dead;
    });
  }

  std::optional<Question> OutOfChannels(const Send& step) {
    if (round_.refusal == DecisionKind::kNone) {
      // No rule stands against it, so whatever the step says about those it waits.
      if (round_.paused_until < send_.expire_at) return Hold(kProviderFails, round_.paused_until);
      if (round_.paused_until < absl::InfiniteFuture()) {
        return Finish(DecisionKind::kUnreachable, kProviderFails);
      }
      if (round_.opted_out) return Finish(DecisionKind::kOptedOut);
      if (send_.candidate > 0) return Finish(DecisionKind::kFailed);
      return Finish(DecisionKind::kUnreachable, round_.unengaged ? kUnengaged : "");
    }
    const bool hold =
        step.on_refusal == OnRefusal::kHold || step.on_refusal == OnRefusal::kNextThenHold;
    if (!hold || round_.earliest >= send_.expire_at) return Finish(round_.refusal);
    // It must not miss its end only because others are let go first.
    const absl::Time until = round_.release < send_.expire_at ? round_.release : round_.earliest;
    return Hold(round_.held_by, std::min(until, round_.paused_until));
  }

  std::optional<Question> Hold(const std::string& held_by, absl::Time until) {
    Decision decision = AboutSend(send_, DecisionKind::kHeld);
    decision.detail = held_by;
    decision.until = until;
    work_.Note(std::move(decision));
    work_.Count(send_.journey, absl::StrCat("held:", StepName(send_, work_), ":", held_by));
    send_.held_by = held_by;
    return PutOff(until);
  }

  std::optional<Question> PutOff(absl::Time until) {
    if (send_.phase == SendPhase::kWanted) {
      send_.retry_at = until;
    } else {
      send_.lease_until = until;
    }
    return std::nullopt;
  }

  std::optional<Question> Finish(DecisionKind outcome) { return Finish(outcome, round_.held_by); }

  std::optional<Question> Finish(DecisionKind outcome, const std::string& why) {
    FinishSend(send_.id, outcome, why, work_);
    return std::nullopt;
  }

  Decision AboutSend(const PendingSend& send, DecisionKind kind) {
    return DecisionAbout(send, kind, work_);
  }

  PendingSend& send_;
  SendRound& round_;
  Work& work_;
};

}  // namespace

void WantSend(const Run& run, const Definition& definition, std::uint32_t visit, Work& work) {
  const Send& step = std::get<Send>(definition.steps[run.step].kind);
  PendingSend send;
  send.id = MakeSendId(work.customer(), run.id, definition.steps[run.step].id, visit);
  send.run_id = run.id;
  send.journey = run.journey;
  send.version = run.version;
  send.key = run.key;
  send.step = run.step;
  send.created_at = work.now();
  send.expire_at = work.now() + step.expire;
  send.retry_at = work.now();
  ChooseTime(step, send, work);
  work.record().sends.push_back(std::move(send));
}

void GiveUpSends(std::uint64_t run_id, Work& work) {
  auto& sends = work.record().sends;
  for (std::size_t i = sends.size(); i-- > 0;) {
    if (sends[i].run_id == run_id && sends[i].phase == SendPhase::kWanted) {
      FinishSend(sends[i].id, DecisionKind::kSuperseded, "", work);
    }
  }
}

std::optional<Question> NextQuestion(SendRound* round, Work& work) {
  // What a visitor handed over is the customer's to send.
  if (!work.record().merged_into.empty()) return std::nullopt;
  while (PendingSend* send = FirstDue(work)) {
    if (round->send_id != send->id) {
      *round = SendRound();
      round->send_id = send->id;
      round->candidate = send->candidate;
    }
    if (auto question = Consideration(*send, *round, work).Consider()) return question;
    *round = SendRound();
    WalkRuns(work);
  }
  return std::nullopt;
}

void ApplyVerdict(const Question& question, const channel::Verdict& verdict,
                  const AttemptTerms& terms, SendRound* round, Work& work) {
  PendingSend* send = FindSend(question.send_id, work);
  if (send == nullptr) return;
  if (!verdict.granted()) {
    Decision decision = DecisionAbout(*send, verdict.kind, work);
    decision.channel = question.channel;
    decision.detail = verdict.rule;
    decision.count = verdict.count;
    decision.limit = verdict.limit;
    decision.until = verdict.until;
    work.Note(std::move(decision));
    if (verdict.kind == DecisionKind::kPaused) {
      round->paused_until = std::min(round->paused_until, verdict.until);
      ++round->candidate;
      return;
    }
    if (verdict.until < round->earliest || round->refusal == DecisionKind::kNone) {
      round->earliest = verdict.until;
      round->release = verdict.release;
      round->refusal = verdict.kind == DecisionKind::kGap ? DecisionKind::kCapped : verdict.kind;
      round->held_by = verdict.rule;
    }
    ++round->candidate;
    return;
  }
  if (!channel::ClassOf(work.policy(), question.category).uncounted && !send->maybe_sent) {
    customer::Charge(work.record(),
                     {work.now(), question.channel, question.category, send->id, send->journey,
                      work.policy().no_repeat_within > absl::ZeroDuration() ? question.content : 0},
                     work.limits());
  }
  send->phase = SendPhase::kGranted;
  send->candidate = static_cast<std::uint32_t>(round->candidate);
  ++send->attempts;
  send->gateway = terms.gateway;
  send->provider = terms.provider;
  send->granted_at = work.now();
  send->lease_until = terms.lease_until;
  *round = SendRound();
  if (!terms.inbox) return;
  ShowInInbox(send->id, work);
  WalkRuns(work);
}

}  // namespace usher::journey
