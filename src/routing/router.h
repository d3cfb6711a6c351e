#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

#include "messages/actors.h"
#include "messages/router_port.h"
#include "routing/calling_thread.h"

// From customer to live journey actor.
namespace usher::routing {

struct RouterConfig {
  // Real time without input until a journey actor is put to sleep; looked at once a second.
  absl::Duration idle_after = absl::Minutes(1);
  // Beyond this many awake, at least 16, the longest unused are put to sleep early.
  std::size_t awake_max = 100'000;
};

// Knows which customers are awake. No actor itself: an input would then pass two mailboxes, and on
// a busy machine each costs a change of threads. Thread-safe.
class Router final : public messages::RouterPort, public std::enable_shared_from_this<Router> {
 public:
  // Makes the actor of a customer. Called with a lock held: must not route.
  using Spawn = std::function<messages::SpawnedJourney(const base::CustomerId&)>;

  // `system` outlives what is routed through this.
  Router(caf::actor_system* system, RouterConfig config)
      : system_(*system), calling_thread_(system), config_(config) {}

  // Before the first input: how actors are made, and who looks for idle ones from now on.
  void Start(Spawn spawn);
  // Lets go of all actors, which end with the last of their work, and of what makes them. Inputs
  // are dropped from now on.
  void Stop();

  void Route(messages::DeliveryPtr delivery) override;
  void RouteAndRun(absl::Span<const messages::DeliveryPtr> deliveries) override;
  void PutToSleep(const base::CustomerId& customer, std::uint64_t routed) override;
  // Asks those unused for long enough whether they are idle.
  void LookForIdle();

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;

  struct Awake {
    messages::SpawnedJourney journey;
    std::uint64_t routed = 0;
    SteadyTime last_used;
    // When it was put at the end of by_use, and where it stands there.
    SteadyTime placed;
    std::list<base::CustomerId>::iterator place;
  };
  // Customers are divided by name, so that threads rarely wait for one another.
  struct Part {
    std::mutex mutex;
    absl::flat_hash_map<base::CustomerId, Awake> customers;
    std::list<base::CustomerId> by_use;  // the longest unused first, but for kPlaceFor
    bool open = false;
  };
  static constexpr std::size_t kParts = 16;
  // Who is used again and again keeps his place for so long: moving him touches his neighbours.
  static constexpr auto kPlaceFor = std::chrono::seconds(2);

  // With the part's lock: hands the delivery to its actor, which joins `ready` if it is free;
  // null: runs where the system says.
  void Hand(messages::DeliveryPtr delivery, SteadyTime now, Part* part, ReadyActors* ready);
  static std::size_t PartOf(const base::CustomerId& customer);
  Awake& Wake(const base::CustomerId& customer, SteadyTime now, Part* part);
  void LookForIdle(SteadyTime idle_since, Part* part);

  caf::actor_system& system_;
  CallingThread calling_thread_;  // actors remember where they ran last
  const RouterConfig config_;
  Spawn spawn_;
  std::array<Part, kParts> parts_;
  caf::actor sleeper_;
};

}  // namespace usher::routing
