#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "caf/all.hpp"

#include "base/ids.h"
#include "base/prefetch.h"
#include "channel/enquiry.h"
#include "journey/compose.h"
#include "journey/sending.h"
#include "messages/activity.h"
#include "messages/delivery.h"
#include "messages/provider_port.h"
#include "messages/store_port.h"

// What actors say to each other. All of it stays inside one process.
namespace usher::messages {

// An input for a customer.
struct Deliver {
  DeliveryPtr delivery;
};

// What the store answered to a journey actor's request number `request`.
struct LoadDone {
  std::uint64_t request = 0;
  std::shared_ptr<absl::StatusOr<StoredRecord>> reply;
};
// A commit is over; what came of it is where the actor and the store's thread share it.
struct CommitDone {
  std::uint64_t request = 0;
};

// The catalog is as new as the store's now.
struct CatalogRefreshed {
  std::uint64_t request = 0;
};
// A visitor handed his record over to the customer he turned out to be; null when he could not.
struct VisitorLeft {
  std::string visitor;
  std::shared_ptr<const customer::Record> record;
};
// The visitor has forgotten what he handed over.
struct VisitorForgot {
  std::string visitor;
};
// To oneself: the answer has waited long enough.
struct AnswerLater {
  std::function<void()> answer;
};

// What an address answered to a journey actor's request number `request`.
struct Reserved {
  std::uint64_t request = 0;
  std::shared_ptr<const journey::InputResult> result;
};

// Router to journey actor: are you idle after `routed` inputs? The answer is
// RouterPort::PutToSleep().
struct AreYouIdle {
  std::uint64_t routed = 0;
};
// Router to an idle journey actor, as its last message.
struct Drain {};
// To oneself: look again at what had to wait.
struct Tick {};

// Journey actor to channel actor: may this message go now? The answer is a verdict, and which
// provider would take it.
struct AskGrant {
  channel::Enquiry enquiry;
};
struct GrantAnswer {
  channel::Verdict verdict;
  std::uint64_t provider = 0;
};
// Journey actor to channel actor: what became of an attempt nobody reported on?
struct AskFate {
  std::uint64_t send_id = 0;
  std::uint64_t provider = 0;
};
// Journey actor to channel actor: make this attempt, unless it cannot start before `start_by`.
// What becomes of it is delivered to the customer.
struct Dispatch {
  std::shared_ptr<const journey::Message> message;
  std::chrono::steady_clock::time_point start_by;
  std::shared_ptr<Activity::Token> token;
};
// Journey actor to channel actor: drop this attempt if it has not started. Answered when it
// either never will start or has.
struct Recall {
  std::uint64_t send_id = 0;
};
struct RecallAnswer {
  bool recalled = false;
};
// Provider to channel actor.
struct AttemptDone {
  std::shared_ptr<const journey::Message> message;
  AttemptReport report;
  std::shared_ptr<Activity::Token> token;
  std::uint64_t provider_version = 0;  // whose attempt it was, of those the channel has had
};

// To the agenda actor, from itself: look who is due, if this still is plan number `plan`.
struct LookNow {
  std::uint64_t plan = 0;
};
// To the agenda actor, from the due board: something is due earlier than it plans to look.
struct PlanAgain {};
// To the agenda actor: what the store claimed of a shard.
struct ClaimDone {
  int shard = 0;
  std::shared_ptr<absl::StatusOr<Claim>> reply;
};
// To the agenda actor: a claimed customer has been looked after.
struct Woken {};
// Front door to the agenda actor: move the standing clock to `to`; `done` is called when all that
// was due is done, with the number of customers woken.
struct MoveClock {
  absl::Time to;
  std::function<void(std::uint64_t)> done;
};

using JourneyActor = caf::typed_actor<caf::reacts_to<Deliver>,     // an input
                                      caf::reacts_to<LoadDone>,    // from the store
                                      caf::reacts_to<CommitDone>,  // from the store, when needed
                                      caf::reacts_to<CatalogRefreshed>,
                                      caf::reacts_to<VisitorLeft>,    // during a merge
                                      caf::reacts_to<VisitorForgot>,  // at the end of one
                                      caf::reacts_to<AnswerLater>,    // from itself
                                      caf::reacts_to<Reserved>,       // from an address
                                      caf::reacts_to<AreYouIdle>,  // from the router, when unused
                                      caf::reacts_to<Tick>,        // from itself, to try again
                                      caf::reacts_to<Drain>>;      // from the router, the last

// A journey actor that was just made, and where it keeps its customer's record at first.
struct SpawnedJourney {
  JourneyActor actor;
  base::Memory record;
};

using ChannelActor =
    caf::typed_actor<caf::replies_to<AskGrant>::with<GrantAnswer>,   // before a commit
                     caf::replies_to<AskFate>::with<AttemptReport>,  // after a lease ran out
                     caf::reacts_to<Dispatch>,                       // after a commit
                     caf::replies_to<Recall>::with<RecallAnswer>,    // after an opt-out
                     caf::reacts_to<AttemptDone>,                    // from the provider
                     caf::reacts_to<Tick>>;  // from itself or with a new provider: to look again

using AgendaActor = caf::typed_actor<caf::reacts_to<LookNow>,     // from itself
                                     caf::reacts_to<PlanAgain>,   // from the due board
                                     caf::reacts_to<ClaimDone>,   // from the store
                                     caf::reacts_to<Woken>,       // from a delivery's reply
                                     caf::reacts_to<MoveClock>>;  // from the front door

}  // namespace usher::messages

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::Deliver)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::LoadDone)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::CommitDone)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::CatalogRefreshed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::VisitorLeft)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::VisitorForgot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::AnswerLater)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::Reserved)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::AreYouIdle)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::Drain)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::Tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::AskGrant)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::GrantAnswer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::AskFate)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::AttemptReport)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::Dispatch)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::Recall)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::RecallAnswer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::AttemptDone)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::LookNow)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::PlanAgain)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::ClaimDone)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::Woken)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::MoveClock)
