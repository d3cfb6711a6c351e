#pragma once

#include <cstddef>
#include <memory>

#include "absl/time/time.h"

#include "messages/actors.h"

// From customer to live journey actor. Several routers share the customers by hash; each alone
// knows which of its customers are awake.
namespace usher::routing {

struct RouterConfig {
  messages::JourneySpawner spawn;                // makes the actor of a customer
  absl::Duration idle_after = absl::Seconds(5);  // real time without input until put to sleep
  std::size_t awake_max = 200'000;  // beyond this the longest unused are put to sleep early
};

messages::RouterActor SpawnRouter(caf::actor_system& system, RouterConfig config);

}  // namespace usher::routing
