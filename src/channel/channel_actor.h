#pragma once

#include <memory>

#include "base/clock.h"
#include "channel/provider_terms.h"
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
  std::shared_ptr<const base::Clock> clock;
  customer::Limits limits;
  customer::Channel channel = customer::Channel::kNone;
  ProviderTerms terms;
};

// One channel: says whether messages may go, and makes the attempts when the provider can take
// them. What cannot start in time is reported as not started, with the time to come back.
messages::ChannelActor SpawnChannelActor(caf::actor_system& system, ChannelActorConfig config);

}  // namespace usher::channel
