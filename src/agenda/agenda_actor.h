#pragma once

#include <memory>

#include "absl/time/time.h"

#include "base/clock.h"
#include "messages/actors.h"
#include "messages/due_board.h"
#include "messages/router_port.h"

// Who is due when. The due times are in the customers' records; the store keeps an index to them,
// which this actor reads, waking the customers who are due.
namespace usher::agenda {

// All durations are real time.
struct AgendaConfig {
  std::shared_ptr<messages::StorePort> store;
  std::shared_ptr<base::Clock> clock;
  std::shared_ptr<messages::DueBoard> due_board;
  std::shared_ptr<messages::Activity> activity;
  std::shared_ptr<messages::RouterPort> router;
  absl::Duration tick = absl::Milliseconds(2);    // between two looks at who is due, at least
  absl::Duration sweep = absl::Seconds(1);        // how often shards nobody told us of are read
  absl::Duration claim_lease = absl::Seconds(5);  // after this another gateway may take a claim
  int claim_max = 100;                            // customers claimed at once from a shard
  int awake_max = 400;                            // woken customers not yet looked after, at most
};

messages::AgendaActor SpawnAgenda(caf::actor_system& system, AgendaConfig config);

}  // namespace usher::agenda
