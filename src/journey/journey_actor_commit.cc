#include "journey/journey_actor_commit.h"

#include <utility>

namespace usher::journey {

CommitInFlight::CommitInFlight(messages::JourneyActor actor, std::uint64_t number, Due due,
                               Answers answers)
    : actor_(std::move(actor)),
      number_(number),
      due_(std::move(due)),
      answers_(std::move(answers)) {}

void CommitInFlight::Finish(absl::StatusOr<messages::CommitReply> reply) {
  reply_ = std::move(reply);
  bool wake = true;
  if (Applied()) {
    if (inbox_notice_) inbox_notice_->observer->OnInboxChanged(inbox_notice_->customer);
    if (due_.board != nullptr) due_.board->Lower(due_.shard, due_.at);
    wake = answers_.deliveries.empty();
    for (std::size_t i = 0; i < answers_.deliveries.size(); ++i) {
      answers_.deliveries[i]->Answer(answers_.results[i]);
    }
    answers_.deliveries.clear();
  }
  // The actor may let go of its handle from here on, and this of the actor.
  const messages::JourneyActor actor = std::move(actor_);
  if (state_.exchange(State::kOver) == State::kAwaited) wake = true;
  if (wake) caf::anon_send(actor, messages::CommitDone{number_});
}

bool CommitInFlight::OverOrWake() {
  State state = State::kUnderWay;
  state_.compare_exchange_strong(state, State::kAwaited);
  return state == State::kOver;
}

bool CommitInFlight::Applied() const {
  return reply_.ok() && (reply_->outcome == messages::CommitOutcome::kApplied ||
                         reply_->outcome == messages::CommitOutcome::kDuplicate);
}

}  // namespace usher::journey
