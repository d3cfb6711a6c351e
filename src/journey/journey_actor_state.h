#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "journey/advance.h"
#include "journey/journey_actor.h"
#include "journey/journey_actor_commit.h"
#include "journey/reserve.h"
#include "journey/sending.h"

namespace usher::journey {

// What a record said before the batch under way, as far as it matters afterwards.
struct Before {
  absl::Time due;
  absl::Time blocked_until;
  std::vector<customer::PendingSend> granted;
};

// What an address is being asked.
struct Reserving {
  Question question;
  AttemptTerms terms;
  Reservation reservation;
};

// The inside of a journey actor.
struct JourneyState {
  static constexpr const char* name = "usher.journey";
  explicit JourneyState(messages::JourneyActor::pointer self) : self(self) {}

  messages::JourneyActor::behavior_type Behavior();

  void OnDeliver(const messages::Deliver& message);
  void OnLoadDone(const messages::LoadDone& done);
  void OnCommitDone(const messages::CommitDone& done);
  void OnCatalogRefreshed(const messages::CatalogRefreshed& refreshed);
  void OnVisitorLeft(const messages::VisitorLeft& left);
  void OnVisitorForgot(const messages::VisitorForgot& forgot);
  void OnReserved(const messages::Reserved& reserved);
  void OnAreYouIdle(const messages::AreYouIdle& question);
  void OnTick();

  // Begins the next batch unless one is under way.
  void Proceed();

  // The life of a batch, in this order.
  void Begin();      // loads the record unless it is here
  void TakeBatch();  // from the inbox, what somebody still waits for
  void Decide();     // applies the inputs to a copy of the record
  void Ask();        // lets channel actors judge the messages wanted
  void OnAnswer(const Question& question, const messages::GrantAnswer& answer);
  // Applies the last word on a message and asks about the next.
  void Apply(const Question& question, const channel::Verdict& verdict, const AttemptTerms& terms);
  // Asks the address of a message that everything else allows; false if it need not be asked.
  bool AskAddress(const Question& question, const AttemptTerms& terms);
  // After the commit: gives back what was reserved in vain, and settles the outcomes among `done`.
  void SettleReservations(const Deliveries& done);
  void Settle(const base::CustomerId& address, SettleInput input);
  void OnFate(const Question& question, const messages::AttemptReport& report);
  void Commit();  // replaces the record in the store
  void OnCommitOver();
  // Whether nothing but answering is left to do when the batch is committed.
  bool OnlyAnswersLeft() const;
  void Conclude();  // answers, then sends

  void Forward(const messages::DeliveryPtr& delivery, const std::string& to) const;
  // Nothing could be committed: answers everybody but those who must land, and tries those again.
  void GiveUp(const absl::Status& status);
  void Dispatch(std::uint64_t send_id);
  void HandOver(std::uint64_t reply_id);
  // Puts an outcome of this actor's own making into the next batch.
  void Report(const customer::PendingSend& send, messages::AttemptReport report);
  // Answers the delivery, a withdrawal, when no message granted before it may start any more.
  void AnswerWhenRecalled(messages::DeliveryPtr delivery, const InputResult& result);
  // Takes over what visitors left who turned out to be this customer.
  void WorkOnMerges();

  absl::Time Now() const;
  customer::Record& record() { return transition->record; }
  const customer::Record& record() const { return transition->record; }
  Surroundings MakeSurroundings() const {
    return {*catalog,        *policy,
            config->limits,  config->zones.get(),
            reactions.get(), config->replies != nullptr};
  }

  enum class Phase { kIdle, kLoading, kRefreshing, kAsking, kCommitting };

  messages::JourneyActor::pointer self;
  base::CustomerId customer;
  std::shared_ptr<const JourneyActorConfig> config;

  // The record as the store has it under `tag`, if loaded; while a batch is under way, on its way
  // to its next state. A commit reads it until it is answered.
  bool loaded = false;
  messages::ChainTag tag{};
  messages::SeenArchive archive;
  std::shared_ptr<Transition> transition;

  // The batch under way.
  Phase phase = Phase::kIdle;
  std::uint64_t request = 0;  // tells the store's answers apart
  Deliveries inbox;
  Deliveries batch;
  Results results;
  std::shared_ptr<const Catalog> catalog;
  std::uint64_t catalog_version = 0;
  std::shared_ptr<const channel::Policy> policy;
  std::uint64_t policy_version = 0;
  std::shared_ptr<const channel::KnownReactions> reactions;
  std::uint64_t reactions_version = 0;
  bool catalog_refreshed = false;  // the catalog was refreshed for this batch
  absl::Time now;
  std::chrono::steady_clock::time_point granted_from;  // start of the batch's decisions
  Before before;
  SendRound round;
  std::vector<std::uint64_t> granted;
  std::unique_ptr<Reserving> reserving;
  std::vector<Reservation> reservations;
  CommitInFlight commit;
  bool tick_pending = false;
  bool merging = false;
  int answers_pending = 0;  // that wait for messages to be recalled
};

}  // namespace usher::journey
