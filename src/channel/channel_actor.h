#pragma once

#include <memory>

#include "base/clock.h"
#include "customer/limits.h"
#include "messages/actors.h"
#include "messages/provider_view.h"
#include "messages/router_port.h"
#include "messages/views.h"

namespace usher::channel {

// Everything a channel actor needs.
struct ChannelActorConfig {
  std::shared_ptr<const messages::PolicyView> policy;
  // Has one from the start. The channel is to be sent a Tick when it is exchanged.
  std::shared_ptr<const messages::ProviderView> provider;
  std::shared_ptr<messages::RouterPort> router;
  std::shared_ptr<messages::Activity> activity;
  std::shared_ptr<const base::Clock> clock;
  customer::Limits limits;
  customer::Channel channel = customer::Channel::kNone;
};

// One channel: says whether messages may go, and makes the attempts when the provider can take
// them. What cannot start in time is reported as not started, with the time to come back. When the
// provider is exchanged, attempts under way end at the old one, which is let go of after the last;
// the new one is thought to work.
messages::ChannelActor SpawnChannelActor(caf::actor_system& system, ChannelActorConfig config);

}  // namespace usher::channel
