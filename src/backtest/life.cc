#include "backtest/life.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "channel/decide.h"
#include "customer/inbox.h"
#include "journey/enquire.h"
#include "journey/work.h"

namespace usher::backtest {

using journey::InputResult;
using journey::OutcomeInput;

namespace {

// An attempt is over long before; the gateway has this by default.
constexpr absl::Duration kLease = absl::Seconds(20);

const customer::PendingSend* Find(const customer::Record& record, std::uint64_t send_id) {
  for (const customer::PendingSend& send : record.sends) {
    if (send.id == send_id) return &send;
  }
  return nullptr;
}

}  // namespace

struct Life::Pass {
  const World& world;
  channel::ZoneCache* zones;
  Observer* observer;
  SharedAddresses* addresses;
  const journey::Catalog& catalog;
};

InputResult Life::Give(const World& world, channel::ZoneCache* zones, Observer* observer,
                       SharedAddresses* addresses, const journey::Input& input, absl::Time at) {
  const Pass pass{world, zones, observer, addresses,
                  at < world.from ? world.asleep : world.catalog};
  const absl::Time now = std::max(at, record().last_at);
  InputResult result = Transit(pass, input, now);
  while (!outcomes_.empty()) {
    const OutcomeInput outcome = std::move(outcomes_.front());
    outcomes_.pop_front();
    // First, since what follows from it may be another attempt at the message.
    Settle(pass, outcome, now);
    Transit(pass, outcome, now);
  }
  return result;
}

void Life::Settle(const Pass& pass, const OutcomeInput& outcome, absl::Time now) {
  const auto reserved = reserved_at_.find(outcome.send_id);
  if (reserved == reserved_at_.end()) return;
  const journey::Surroundings surroundings{pass.catalog, pass.world.policy, pass.world.limits};
  pass.addresses->Settle(surroundings, reserved->second, journey::MakeSettleInput(outcome), now);
  reserved_at_.erase(reserved);
}

InputResult Life::Transit(const Pass& pass, const journey::Input& input, absl::Time now) {
  const journey::Surroundings surroundings{pass.catalog, pass.world.policy, pass.world.limits};
  transition_.stats.clear();
  transition_.record.decisions.clear();
  InputResult result = journey::Advance(surroundings, id_, input, now, &transition_);
  if (!result.status.ok() || result.duplicate || !result.forward_to.empty()) return result;
  const std::vector<std::uint64_t> granted = Ask(pass, surroundings, now);
  pass.observer->OnTransition(person_, now, transition_);
  for (const std::uint64_t send_id : granted) Dispatch(pass, send_id);
  return result;
}

std::vector<std::uint64_t> Life::Ask(const Pass& pass, const journey::Surroundings& surroundings,
                                     absl::Time now) {
  std::vector<std::uint64_t> granted;
  // Nothing to ask about, which is nearly always so.
  if (record().sends.empty()) return granted;
  journey::SendRound round;
  while (true) {
    journey::Work work(surroundings, id_, now, &transition_);
    const std::optional<journey::Question> question = journey::NextQuestion(&round, work);
    if (!question) return granted;
    if (question->kind == journey::Question::Kind::kFate) {
      const customer::PendingSend* send = Find(record(), question->send_id);
      if (send == nullptr) continue;
      const OutcomeInput outcome{send->id, send->attempts, journey::AttemptResult::kUnknown, ""};
      journey::Advance(surroundings, id_, outcome, now, &transition_);
      continue;
    }
    const channel::Zone zone =
        channel::CustomerZone(pass.world.policy, record().profile, *pass.zones);
    const channel::Enquiry enquiry = journey::MakeEnquiry(*question, zone, work);
    channel::Verdict verdict =
        channel::Decide(pass.world.policy, enquiry.View(), pass.world.limits);
    const bool inbox = pass.world.inbox && question->channel == customer::Channel::kInApp;
    const auto reservation = verdict.granted() && !inbox
                                 ? journey::ReservationFor(*question, enquiry, work)
                                 : std::optional<journey::Reservation>();
    if (reservation) {
      verdict = pass.addresses->Reserve(
          surroundings, reservation->address,
          journey::MakeReserveInput(*reservation, *question, zone, now + kLease), now);
      if (verdict.granted()) reserved_at_[question->send_id] = reservation->address;
    }
    journey::ApplyVerdict(*question, verdict, {1, 1, now + kLease, inbox}, &round, work);
    if (!verdict.granted()) continue;
    if (inbox) {
      NoteShown(pass, question->send_id);
    } else {
      granted.push_back(question->send_id);
    }
  }
}

void Life::NoteShown(const Pass& pass, std::uint64_t send_id) {
  const customer::InboxMessage* shown = customer::FindInInbox(send_id, &transition_.record);
  if (shown == nullptr) return;
  journey::Message message;
  message.send_id = send_id;
  message.attempt = 1;
  message.customer = id_;
  message.channel = customer::Channel::kInApp;
  message.category = shown->category;
  message.content = shown->content;
  message.journey = shown->journey;
  message.step = shown->step;
  message.key = shown->key;
  message.wanted_at = shown->sent_at;
  message.at = shown->sent_at;
  message.expire_at = shown->expire_at;
  pass.observer->OnMessage(person_, message, {});
}

void Life::Dispatch(const Pass& pass, std::uint64_t send_id) {
  const customer::PendingSend* send = Find(record(), send_id);
  if (send == nullptr || send->phase != customer::SendPhase::kGranted) return;
  const channel::Zone zone =
      channel::CustomerZone(pass.world.policy, record().profile, *pass.zones);
  const auto message =
      journey::Compose(pass.catalog, id_, record(), *send, zone.value_or(absl::UTCTimeZone()));
  if (!message.ok()) {
    pass.observer->OnUnwritten(person_, *send, message.status());
    outcomes_.push_back({send->id, send->attempts, journey::AttemptResult::kRejected,
                         std::string(message.status().message())});
    return;
  }
  Attempt attempt;
  if (pass.world.attempt) attempt = pass.world.attempt(*message);
  pass.observer->OnMessage(person_, *message, attempt);
  if (attempt.result == journey::AttemptResult::kSent) {
    sent_.push_back({send->id, message->channel, message->at});
  }
  outcomes_.push_back({send->id, send->attempts, attempt.result, std::move(attempt.detail)});
}

}  // namespace usher::backtest
