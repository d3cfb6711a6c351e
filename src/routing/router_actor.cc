#include "routing/router_actor.h"

#include <chrono>
#include <list>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace usher::routing {
namespace {

using messages::JourneyActor;
using messages::RouterActor;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr auto kTick = std::chrono::seconds(1);

struct RouterState {
  static constexpr const char* name = "usher.router";
  explicit RouterState(RouterActor::pointer self) : self(self) {}

  RouterActor::behavior_type Behavior();

  void Route(const messages::DeliveryPtr& delivery) {
    Awake& awake = Wake(delivery->customer());
    ++awake.routed;
    awake.last_used = self->clock().now();
    by_use.splice(by_use.end(), by_use, awake.place);
    self->send(awake.actor, messages::Deliver{delivery});
  }

  void OnIdle(const messages::Idle& idle) {
    const auto it = customers.find(idle.customer);
    // Something was routed after the question: it is not idle any more.
    if (it == customers.end() || it->second.routed != idle.routed) return;
    self->send(it->second.actor, messages::Drain{});
    by_use.erase(it->second.place);
    customers.erase(it);
  }

  // Asks those unused for long enough, and more of them when too many are awake.
  void OnTick() {
    self->delayed_send(self, kTick, messages::Tick{});
    const SteadyTime idle_since =
        self->clock().now() - absl::ToChronoNanoseconds(config.idle_after);
    std::size_t too_many =
        customers.size() > config.awake_max ? customers.size() - config.awake_max : 0;
    for (const base::CustomerId& customer : by_use) {
      const Awake& awake = customers.at(customer);
      if (awake.last_used > idle_since && too_many == 0) break;
      if (too_many > 0) --too_many;
      self->send(awake.actor, messages::AreYouIdle{awake.routed});
    }
  }

  struct Awake {
    JourneyActor actor;
    std::uint64_t routed = 0;
    SteadyTime last_used;
    std::list<base::CustomerId>::iterator place;
  };

  Awake& Wake(const base::CustomerId& customer) {
    const auto [it, asleep] = customers.try_emplace(customer);
    if (asleep) {
      it->second.actor = config.spawn(self, customer);
      it->second.place = by_use.insert(by_use.end(), customer);
    }
    return it->second;
  }

  RouterActor::pointer self;
  RouterConfig config;
  absl::flat_hash_map<base::CustomerId, Awake> customers;
  std::list<base::CustomerId> by_use;  // the longest unused first
};

RouterActor::behavior_type RouterState::Behavior() {
  return {
      [this](const messages::Deliver& message) { Route(message.delivery); },
      [this](const messages::DeliverAll& message) {
        for (const messages::DeliveryPtr& delivery : message.deliveries) Route(delivery);
      },
      [this](const messages::Idle& idle) { OnIdle(idle); },
      [this](const messages::Tick&) { OnTick(); },
  };
}

RouterActor::behavior_type RunRouter(RouterActor::stateful_pointer<RouterState> self,
                                     RouterConfig config) {
  self->state.config = std::move(config);
  self->delayed_send(self, kTick, messages::Tick{});
  return self->state.Behavior();
}

}  // namespace

RouterActor SpawnRouter(caf::actor_system& system, RouterConfig config) {
  return system.spawn(RunRouter, std::move(config));
}

}  // namespace usher::routing
