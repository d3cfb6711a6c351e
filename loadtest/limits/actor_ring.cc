#include "limits/actor_ring.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "caf/all.hpp"

#include "app/actor_config.h"
#include "limits/cpu_time.h"

namespace usher::limits {

// To a router and on to the customer: something happened.
struct Happened {
  std::uint32_t customer = 0;
};
// From the store to the customer: it is written.
struct Written {};

using CustomerActor = caf::typed_actor<caf::reacts_to<Happened>, caf::reacts_to<Written>>;
using RouterActor = caf::typed_actor<caf::reacts_to<Happened>>;

// To the store: write this customer.
struct Write {
  CustomerActor customer;
};
using StoreActor = caf::typed_actor<caf::reacts_to<Write>>;

}  // namespace usher::limits

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::limits::Happened)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::limits::Written)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::limits::Write)

namespace usher::limits {
namespace {

constexpr std::uint32_t kRouters = 8;
constexpr int kMessagesPerEvent = 4;
// Far from its neighbour, and every customer comes once before one comes twice.
constexpr std::uint64_t kStride = 1'000'003;
constexpr absl::Duration kGlance = absl::Milliseconds(1);

// What all of them share.
struct Ring {
  explicit Ring(std::uint32_t customers) : customers(customers) {}

  void Begin() {
    ++under_way;
    Next();
  }
  void OnSettled() {
    ++settled;
    if (stopping) {
      --under_way;
    } else {
      Next();
    }
  }
  void Next() {
    const auto customer = static_cast<std::uint32_t>(issued++ * kStride % customers);
    caf::anon_send(routers[customer % kRouters], Happened{customer});
  }

  const std::uint32_t customers;
  std::vector<RouterActor> routers;
  StoreActor store;
  std::atomic<std::uint64_t> issued{0};
  std::atomic<std::uint64_t> settled{0};
  std::atomic<int> under_way{0};
  std::atomic<bool> stopping{false};
};

CustomerActor::behavior_type RunCustomer(CustomerActor::pointer self, Ring* ring) {
  return {
      [self, ring](const Happened&) { self->send(ring->store, Write{self}); },
      [ring](const Written&) { ring->OnSettled(); },
  };
}

struct RouterState {
  std::vector<CustomerActor> customers;  // by number divided by the number of routers
};

RouterActor::behavior_type RunRouter(RouterActor::stateful_pointer<RouterState> self, Ring* ring) {
  self->state.customers.resize(ring->customers / kRouters + 1);
  return {
      [self, ring](const Happened& happened) {
        CustomerActor& customer = self->state.customers[happened.customer / kRouters];
        if (!customer) customer = self->spawn<caf::lazy_init>(RunCustomer, ring);
        self->send(customer, happened);
      },
  };
}

StoreActor::behavior_type RunStore(StoreActor::pointer self) {
  return {
      [self](const Write& write) { self->send(write.customer, Written{}); },
  };
}

}  // namespace

MessageCost MeasureActorMessages(const RingConfig& config, absl::Duration length) {
  Ring ring(static_cast<std::uint32_t>(config.customers));
  app::ActorConfig actor_config(config.threads);
  caf::actor_system system(actor_config);
  ring.store = system.spawn(RunStore);
  for (std::uint32_t i = 0; i < kRouters; ++i)
    ring.routers.push_back(system.spawn(RunRouter, &ring));

  for (int i = 0; i < config.under_way; ++i) ring.Begin();
  while (ring.settled < static_cast<std::uint64_t>(config.customers)) absl::SleepFor(kGlance);

  const std::uint64_t settled_before = ring.settled;
  const absl::Duration cpu_before = OwnCpuTime();
  const absl::Time begun = absl::Now();
  absl::SleepFor(length);
  const auto messages = static_cast<double>((ring.settled - settled_before) * kMessagesPerEvent);
  const absl::Duration cpu = OwnCpuTime() - cpu_before;
  const absl::Duration took = absl::Now() - begun;

  ring.stopping = true;
  while (ring.under_way > 0) absl::SleepFor(kGlance);
  for (const RouterActor& router : ring.routers) {
    caf::anon_send_exit(router, caf::exit_reason::user_shutdown);
  }
  caf::anon_send_exit(ring.store, caf::exit_reason::user_shutdown);
  ring.routers.clear();
  ring.store = nullptr;
  return {.messages_per_event = kMessagesPerEvent,
          .messages_per_s = messages / absl::ToDoubleSeconds(took),
          .cpu_us = absl::ToDoubleMicroseconds(cpu) / messages};
}

}  // namespace usher::limits
