#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "caf/all.hpp"
#include "caf/scheduler/test_coordinator.hpp"

#include "agenda/agenda_actor.h"
#include "agenda/walk_actor.h"
#include "base/clock.h"
#include "journey/input.h"
#include "messages/actors.h"
#include "messages/catalog_messages.h"
#include "messages/views.h"
#include "routing/router.h"
#include "tests/simulation/journal.h"
#include "tests/simulation/network.h"
#include "tests/simulation/slow_store.h"
#include "tests/simulation/unreliable_provider.h"

namespace usher::simulation {

class Gateway;

// What gateways have in common.
struct Surrounds {
  messages::StorePort* store;
  Network* network;
  Dice* dice;
  Journal* journal;
  std::function<absl::Time()> now;
  double speed;
  const bool* faulty;
  std::shared_ptr<const channel::Policy> policy;
  // Told when a gateway is about to grant a message.
  std::function<void(Gateway*, const base::CustomerId&)> on_grant;
};

// The actors of a gateway on one thread, on a scheduler and a clock that only move when told to.
// It can crash and start again, and it can stand still for a while.
class Gateway {
 public:
  explicit Gateway(Surrounds surrounds);
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;
  ~Gateway();

  // A new incarnation; the one before must have crashed.
  void Start();
  // Everything that is not in the store is lost.
  void Crash();
  bool running() const { return life_ && *life_; }
  // Of the latest incarnation.
  const Life& life() const { return life_; }
  // Knows the journeys, so that it takes requests and looks after those who are due.
  bool ready() const { return running() && agenda_ != nullptr; }
  // Stands still until the world's real time is `until`, then goes on where it was.
  void Stall(absl::Duration until) { stalled_until_ = until; }
  bool stalled() const;

  // Brings its clock to the world's time, unless it stands still.
  void CatchUp();
  // Handles one message of one actor, any that has one.
  bool RunOne();

  // Hands an input over; `reply` is called if the incarnation lives to tell.
  void Deliver(const base::CustomerId& customer, journey::Input input,
               messages::Delivery::Reply reply);
  void Change(messages::ChangeCatalog change);
  std::shared_ptr<const journey::Catalog> catalog() const { return catalog_->Get(); }

 private:
  struct Config : caf::actor_system_config {
    Config() { set("scheduler.policy", caf::atom("testing")); }
  };
  void SpawnActors();
  void LoadCatalog(agenda::AgendaConfig agenda, agenda::WalkConfig walk);
  caf::scheduler::test_coordinator& scheduler() const;

  const Surrounds surrounds_;
  Config config_;
  std::unique_ptr<caf::actor_system> system_;
  absl::Duration clock_at_;
  absl::Duration stalled_until_;
  std::vector<std::shared_ptr<void>> graveyard_;  // ports that late actors may still call

  // The incarnation.
  Life life_;
  std::uint64_t incarnation_ = 0;
  std::shared_ptr<messages::Activity> activity_;
  std::shared_ptr<messages::CatalogView> catalog_;
  std::shared_ptr<routing::Router> router_;
  messages::CatalogActor catalog_actor_;
  messages::AgendaActor agenda_;
  messages::WalkActor walk_;
  std::map<customer::Channel, messages::ChannelActor> channels_;
  std::shared_ptr<std::vector<caf::weak_actor_ptr>> journeys_;
};

}  // namespace usher::simulation
