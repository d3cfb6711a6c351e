#pragma once

#include <cstdint>
#include <memory>

#include "absl/time/time.h"

#include "base/clock.h"
#include "channel/zone.h"
#include "customer/limits.h"
#include "messages/router_port.h"
#include "messages/store_port.h"
#include "messages/views.h"
#include "messages/walk_messages.h"

namespace usher::agenda {

// All durations are real time.
struct WalkConfig {
  std::shared_ptr<messages::StorePort> store;
  std::shared_ptr<base::Clock> clock;
  std::shared_ptr<messages::CatalogView> catalog;
  std::shared_ptr<messages::PolicyView> policy;
  std::shared_ptr<channel::ZoneCache> zones;
  customer::Limits limits;
  std::shared_ptr<messages::Activity> activity;
  std::shared_ptr<messages::RouterPort> router;
  std::uint64_t gateway = 0;  // incarnation, not 0
  // From a new catalog to the walk it asks for: until then every gateway knows the journey, so that
  // whoever comes after the walk is looked after by himself.
  absl::Duration settle = absl::Seconds(2);
  absl::Duration retry = absl::Seconds(1);      // after a failure
  absl::Duration lease = absl::Seconds(5);      // a walk that stands still so long is taken over
  absl::Duration pause_max = absl::Seconds(1);  // between two pages
  int page = 200;                               // customers read at once, about
  int awake_max = 50;                           // woken customers not yet looked after, at most
};

// Walks over all customers when the catalog has journeys that dates start and for which nobody has
// done so: wakes those who have to wait for a date. One gateway walks at a time; another goes on
// where it was if it stands still. Between two pages it rests for as long as the page took, so
// that it slows down when others keep the store busy. Without such journeys it does nothing.
messages::WalkActor SpawnWalk(caf::actor_system& system, WalkConfig config);

}  // namespace usher::agenda
