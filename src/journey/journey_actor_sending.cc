// What a journey actor does about messages and merges after its commit.

#include <algorithm>
#include <utility>

#include "channel/zone.h"
#include "customer/addresses.h"
#include "customer/normal_address.h"
#include "customer/profile.h"
#include "journey/journey_actor_state.h"
#include "journey/send_outcome.h"

namespace usher::journey {

using messages::DeliveryPtr;

void JourneyState::Dispatch(std::uint64_t send_id) {
  const auto send = std::find_if(record().sends.begin(), record().sends.end(),
                                 [&](const auto& candidate) { return candidate.id == send_id; });
  if (send == record().sends.end() || send->phase != customer::SendPhase::kGranted) return;
  const channel::Zone zone =
      channel::CustomerZone(*config->policy->Get(), record().profile, *config->zones);
  auto message = Compose(*catalog, customer, record(), *send, zone.value_or(absl::UTCTimeZone()));
  if (!message.ok()) {
    Report(*send, {AttemptResult::kRejected, std::string(message.status().message())});
    return;
  }
  const messages::ChannelActor& channel = config->channels.at(message->channel);
  if (config->two_way.contains(message->channel) && !message->address.empty()) {
    config->router->Route(std::make_shared<messages::Delivery>(
        customer::AddressRecordId(message->channel, message->address),
        WrittenToInput{customer.key()}, nullptr, messages::Activity::Token(config->activity)));
  }
  self->send(channel, messages::Dispatch{
                          std::make_shared<const Message>(*std::move(message)),
                          granted_from + absl::ToChronoMilliseconds(config->attempts.start_within),
                          std::make_shared<messages::Activity::Token>(config->activity)});
}

void JourneyState::HandOver(std::uint64_t reply_id) {
  const auto& replies = record().replies;
  const auto reply = std::find_if(replies.begin(), replies.end(),
                                  [&](const auto& waiting) { return waiting.id == reply_id; });
  if (reply == replies.end() || config->replies == nullptr) return;
  // Should this gateway die meanwhile, it is handed over again: it is planned in the record.
  config->replies->HandOver(
      {customer, *reply, record().profile.locale},
      [router = config->router, customer = customer, reply_id,
       token = std::make_shared<messages::Activity::Token>(config->activity),
       activity = config->activity](const messages::AttemptReport& report) {
        router->Route(std::make_shared<messages::Delivery>(
            customer,
            HandedOverInput{reply_id, report.result == AttemptResult::kSent, report.detail},
            nullptr, messages::Activity::Token(activity)));
      });
}

void JourneyState::Report(const customer::PendingSend& send, messages::AttemptReport report) {
  OutcomeInput outcome{send.id, send.attempts, report.result, std::move(report.detail)};
  if (const Definition* definition = catalog->FindVersion(send.journey, send.version)) {
    const auto channel =
        ChannelsOf(send, std::get<Send>(definition->steps[send.step].kind))[send.candidate];
    outcome.address = {channel, customer::AddressOn(record().profile, channel)};
  }
  inbox.push_back(std::make_shared<messages::Delivery>(
      customer, std::move(outcome), nullptr, messages::Activity::Token(config->activity)));
}

void JourneyState::AnswerWhenRecalled(DeliveryPtr delivery, const InputResult& result) {
  // Answers with the last thing waited for. Dropped before, the delivery says UNAVAILABLE.
  struct Pending {
    DeliveryPtr delivery;
    InputResult result;
    int waits = 0;
  };
  auto pending = std::make_shared<Pending>(Pending{std::move(delivery), result});
  const auto settle = [this, pending] {
    --answers_pending;
    if (--pending->waits == 0) pending->delivery->Answer(pending->result);
  };
  // An erasure tried again does not know any more what the first try found.
  bool elsewhere = before.blocked_until > now;
  for (const customer::PendingSend& send : before.granted) {
    const Definition* definition = catalog->FindVersion(send.journey, send.version);
    if (send.gateway != config->gateway || definition == nullptr) {
      elsewhere = true;
      continue;
    }
    const auto channel =
        ChannelsOf(send, std::get<Send>(definition->steps[send.step].kind))[send.candidate];
    ++answers_pending;
    ++pending->waits;
    self->request(config->channels.at(channel), caf::infinite, messages::Recall{send.id})
        .then([settle](const messages::RecallAnswer&) { settle(); },
              [this](const caf::error&) { --answers_pending; });
  }
  if (elsewhere) {
    // Another gateway may start what it was granted until its time is over, by its own clock.
    ++answers_pending;
    ++pending->waits;
    const absl::Duration wait = config->attempts.start_within + absl::Milliseconds(100);
    self->delayed_send(self, absl::ToChronoMilliseconds(wait), messages::AnswerLater{settle});
  }
  if (pending->waits == 0) pending->delivery->Answer(pending->result);
}

void JourneyState::WorkOnMerges() {
  if (merging) return;
  merging = true;
  const std::string visitor = record().pending_merges.front();
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
  config->router->Route(std::move(hand_over));
}

void JourneyState::OnVisitorLeft(const messages::VisitorLeft& left) {
  if (left.record == nullptr) {
    // Tried again with the next input, or by the agenda, on which the merge stands as due.
    merging = false;
    return;
  }
  const auto visitor_id = base::CustomerId::Anonymous(left.visitor);
  // A visitor who had become somebody else before leaves nothing here.
  const bool ours = left.record->merged_into == customer.name();
  AbsorbInput absorb{left.visitor, ours ? left.record : std::make_shared<customer::Record>(),
                     /*finished=*/false};
  const auto actor = caf::actor_cast<messages::JourneyActor>(self);
  auto visitor_forgot = [actor, visitor = left.visitor](const InputResult& result) {
    if (result.status.ok()) {
      caf::anon_send(actor, messages::VisitorForgot{visitor});
    } else {
      caf::anon_send(actor, messages::VisitorLeft{visitor, nullptr});
    }
  };
  auto tell_visitor = [router = config->router, visitor_id, activity = config->activity,
                       name = std::string(customer.name()),
                       visitor_forgot](const InputResult& result) {
    if (!result.status.ok()) {
      visitor_forgot(result);
      return;
    }
    router->Route(std::make_shared<messages::Delivery>(visitor_id, MergeIntoInput{name, true},
                                                       visitor_forgot,
                                                       messages::Activity::Token(activity)));
  };
  inbox.push_back(
      std::make_shared<messages::Delivery>(customer, std::move(absorb), std::move(tell_visitor),
                                           messages::Activity::Token(config->activity)));
  Proceed();
}

void JourneyState::OnVisitorForgot(const messages::VisitorForgot& forgot) {
  merging = false;
  inbox.push_back(std::make_shared<messages::Delivery>(
      customer, AbsorbInput{forgot.visitor, nullptr, /*finished=*/true}, nullptr,
      messages::Activity::Token(config->activity)));
  Proceed();
}

}  // namespace usher::journey
