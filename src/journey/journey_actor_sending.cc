// What a journey actor does about messages and merges after its commit.

#include <algorithm>
#include <utility>

#include "channel/zone.h"
#include "journey/journey_actor_state.h"

namespace usher::journey {

using messages::DeliveryPtr;

void JourneyState::Dispatch(std::uint64_t send_id) {
  const auto send = std::find_if(record.sends.begin(), record.sends.end(),
                                 [&](const auto& candidate) { return candidate.id == send_id; });
  if (send == record.sends.end() || send->phase != customer::SendPhase::kGranted) return;
  const channel::Zone zone =
      channel::CustomerZone(*config->policy->Get(), record.profile, *config->zones);
  auto message = Compose(*catalog, customer, record, *send, zone.value_or(absl::UTCTimeZone()));
  if (!message.ok()) {
    Report(send->id, send->attempts,
           {AttemptResult::kRejected, std::string(message.status().message())});
    return;
  }
  const messages::ChannelActor& channel = config->channels.at(message->channel);
  self->send(channel, messages::Dispatch{
                          std::make_shared<const Message>(*std::move(message)),
                          granted_from + absl::ToChronoMilliseconds(config->attempts.start_within),
                          std::make_shared<messages::Activity::Token>(config->activity)});
}

void JourneyState::Report(std::uint64_t send_id, std::uint32_t attempt,
                          messages::AttemptReport report) {
  inbox.push_back(std::make_shared<messages::Delivery>(
      customer, OutcomeInput{send_id, attempt, report.result, std::move(report.detail)}, nullptr,
      messages::Activity::Token(config->activity)));
}

void JourneyState::AnswerWhenRecalled(DeliveryPtr delivery, const InputResult& result) {
  // Answers when the last of its copies goes.
  struct Pending {
    DeliveryPtr delivery;
    InputResult result;
    ~Pending() { delivery->Answer(result); }
  };
  auto pending = std::make_shared<Pending>(Pending{std::move(delivery), result});
  bool elsewhere = false;
  for (const customer::PendingSend& send : record.sends) {
    if (send.phase != customer::SendPhase::kGranted) continue;
    if (send.gateway != config->gateway) {
      elsewhere = true;
      continue;
    }
    const Definition* definition = catalog->FindVersion(send.journey, send.version);
    if (definition == nullptr) continue;
    const auto channel = std::get<Send>(definition->steps[send.step].kind).channels[send.candidate];
    ++answers_pending;
    self->request(config->channels.at(channel), caf::infinite, messages::Recall{send.id})
        .then([this, pending](const messages::RecallAnswer&) { --answers_pending; },
              [this, pending](const caf::error&) { --answers_pending; });
  }
  if (!elsewhere) return;
  // Another gateway may start what it was granted until its time is over, by its own clock.
  ++answers_pending;
  const absl::Duration wait = config->attempts.start_within + absl::Milliseconds(100);
  self->delayed_send(self, absl::ToChronoMilliseconds(wait),
                     messages::AnswerLater{std::move(pending)});
}

void JourneyState::WorkOnMerges() {
  if (merging) return;
  merging = true;
  const std::string visitor = record.pending_merges.front();
  const auto visitor_id = base::CustomerId::Anonymous(visitor);
  auto hand_over = std::make_shared<messages::Delivery>(
      visitor_id, MergeIntoInput{std::string(customer.name()), false},
      [actor = caf::actor_cast<messages::JourneyActor>(self), store = config->store, visitor,
       visitor_id](const InputResult& result) {
        if (!result.status.ok()) {
          caf::anon_send(actor, messages::VisitorLeft{visitor, nullptr});
          return;
        }
        store->Load(visitor_id, [actor, visitor](absl::StatusOr<messages::StoredRecord> left) {
          std::shared_ptr<customer::Record> record;
          if (left.ok()) {
            record = std::make_shared<customer::Record>(
                std::move(left->record).value_or(customer::Record()));
          }
          caf::anon_send(actor, messages::VisitorLeft{visitor, std::move(record)});
        });
      },
      messages::Activity::Token(config->activity));
  self->send(config->routers.For(visitor_id), messages::Deliver{std::move(hand_over)});
}

void JourneyState::OnVisitorLeft(const messages::VisitorLeft& left) {
  merging = false;
  if (left.record == nullptr) {
    // Tried again with the next input, or by the agenda, on which the merge stands as due.
    return;
  }
  const auto visitor_id = base::CustomerId::Anonymous(left.visitor);
  AbsorbInput absorb{left.visitor, {}};
  // A visitor who had become somebody else before leaves nothing here.
  if (left.record->merged_into == customer.name()) absorb.record = *left.record;
  auto tell_visitor = [router = config->routers.For(visitor_id), visitor_id,
                       activity = config->activity,
                       name = std::string(customer.name())](const InputResult& result) {
    if (!result.status.ok()) return;
    caf::anon_send(router, messages::Deliver{std::make_shared<messages::Delivery>(
                               visitor_id, MergeIntoInput{name, true}, nullptr,
                               messages::Activity::Token(activity))});
  };
  inbox.push_back(
      std::make_shared<messages::Delivery>(customer, std::move(absorb), std::move(tell_visitor),
                                           messages::Activity::Token(config->activity)));
  if (phase == Phase::kIdle) Begin();
}

}  // namespace usher::journey
