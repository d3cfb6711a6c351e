#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>

#include "absl/time/time.h"

#include "base/clock.h"
#include "base/ids.h"
#include "channel/zone.h"
#include "customer/limits.h"
#include "messages/actors.h"
#include "messages/due_board.h"
#include "messages/inbox_observer.h"
#include "messages/reply_port.h"
#include "messages/router_port.h"
#include "messages/views.h"

namespace usher::journey {

// How long an attempt to send may take. Real time, whatever the speed of the clock.
struct AttemptLimits {
  absl::Duration start_within = absl::Seconds(2);  // after the grant, else it is asked for again
  absl::Duration lease = absl::Seconds(20);  // after this another gateway may ask for its fate
};

// Everything journey actors share. Read-only from the first delivery on.
struct JourneyActorConfig {
  std::shared_ptr<messages::StorePort> store;
  std::shared_ptr<const base::Clock> clock;
  std::shared_ptr<const messages::CatalogView> catalog;
  std::shared_ptr<const messages::PolicyView> policy;
  std::shared_ptr<const messages::ReactionsView> reactions;  // null: not known
  std::shared_ptr<messages::DueBoard> due_board;
  std::shared_ptr<messages::Activity> activity;
  // Makes the catalog at least as new as the store's, then calls back, on any thread.
  std::function<void(std::function<void()>)> refresh_catalog;
  std::map<customer::Channel, messages::ChannelActor> channels;
  std::shared_ptr<messages::RouterPort> router;
  std::shared_ptr<channel::ZoneCache> zones;
  customer::Limits limits;
  AttemptLimits attempts;
  std::uint64_t gateway = 0;  // this incarnation of the gateway
  bool inbox = false;         // messages on in_app are kept in the record, for the inbox
  std::shared_ptr<messages::InboxObserver> inbox_observer;  // or null
  std::shared_ptr<messages::ReplyPort> replies;             // null: nobody takes replies
  // Channels on which customers may write back: addresses remember whom messages were for.
  std::set<customer::Channel> two_way;
};

// One customer with something going on. It takes one batch of inputs at a time: decides, commits,
// answers, then sends. Inputs that arrive meanwhile make up the next batch.
messages::SpawnedJourney SpawnJourneyActor(caf::actor_system& system, base::CustomerId customer,
                                           std::shared_ptr<const JourneyActorConfig> config);

}  // namespace usher::journey
