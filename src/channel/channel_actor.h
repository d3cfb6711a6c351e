#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "absl/container/flat_hash_map.h"

#include "customer/limits.h"
#include "messages/actors.h"
#include "messages/router_port.h"
#include "messages/views.h"

namespace usher::channel {

// Everything a channel actor needs.
struct ChannelActorConfig {
  std::shared_ptr<const messages::PolicyView> policy;
  std::shared_ptr<messages::ProviderPort> provider;
  std::shared_ptr<messages::RouterPort> router;
  std::shared_ptr<messages::Activity> activity;
  customer::Limits limits;
  int concurrency_max = 1000;  // attempts under way at the provider; more wait their turn
};

// One channel: says whether messages may go, and makes the attempts.
messages::ChannelActor SpawnChannelActor(caf::actor_system& system, ChannelActorConfig config);

}  // namespace usher::channel
