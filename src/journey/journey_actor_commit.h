#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "messages/actors.h"
#include "messages/due_board.h"
#include "messages/inbox_observer.h"

namespace usher::journey {

// Most batches are of one input.
using Deliveries = absl::InlinedVector<messages::DeliveryPtr, 1>;
using Results = absl::InlinedVector<InputResult, 1>;

// Inputs with what to answer.
struct Answers {
  Deliveries deliveries;
  Results results;  // as many
};

// A commit on its way, between its journey actor and the store's thread. When answers are all that
// is left to do after it, the store's thread gives them, and the actor learns of the outcome with
// its next message: waking it for every commit would cost more than the commit. Part of the actor,
// and used by one commit after the other.
class CommitInFlight {
 public:
  // Where to note when the customer is due; without a board, it is noted already.
  struct Due {
    std::shared_ptr<messages::DueBoard> board;
    int shard = 0;
    absl::Time at;
  };

  // For the actor, before a commit. `answers` are given by Finish(); none when the actor has more
  // to do than that. The actor is told CommitDone{number} when it has to be woken.
  void Begin(std::uint64_t number, Due due, Answers answers);

  // For the actor, after Begin(): `observer` is told when the commit was applied.
  void TellOfInbox(std::shared_ptr<messages::InboxObserver> observer, base::CustomerId customer) {
    inbox_notice_ =
        std::make_unique<InboxNotice>(InboxNotice{std::move(observer), std::move(customer)});
  }

  // The store's answer; called once for each Begin(), on any thread. `actor` is whose part this is.
  void Finish(const messages::JourneyActor& actor, absl::StatusOr<messages::CommitReply> reply);

  // For the actor: whether Finish() is over. If not, the actor is woken when it is.
  bool OverOrWake();
  bool over() const { return state_.load(std::memory_order_acquire) == State::kOver; }

  // When over: the store's answer, and what was not answered.
  absl::StatusOr<messages::CommitReply> TakeReply() { return std::move(reply_); }
  Answers TakeAnswers() { return std::move(answers_); }

 private:
  enum class State : std::uint8_t { kUnderWay, kAwaited, kOver };

  struct InboxNotice {
    std::shared_ptr<messages::InboxObserver> observer;
    base::CustomerId customer;
  };

  bool Applied() const;

  std::uint64_t number_ = 0;
  Due due_;
  std::unique_ptr<InboxNotice> inbox_notice_;  // when the inbox changes
  Answers answers_;
  absl::StatusOr<messages::CommitReply> reply_;
  std::atomic<State> state_ = State::kOver;
};

}  // namespace usher::journey
