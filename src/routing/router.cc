#include "routing/router.h"

#include <chrono>
#include <utility>

#include "absl/container/inlined_vector.h"

#include "base/hash.h"

namespace usher::routing {
namespace {

constexpr auto kTick = std::chrono::seconds(1);

caf::behavior RunSleeper(caf::event_based_actor* self, std::weak_ptr<Router> router) {
  self->delayed_send(self, kTick, messages::Tick{});
  return {[self, router = std::move(router)](const messages::Tick&) {
    const auto looking = router.lock();
    if (looking == nullptr) return;
    self->delayed_send(self, kTick, messages::Tick{});
    looking->LookForIdle();
  }};
}

}  // namespace

void Router::Start(Spawn spawn) {
  spawn_ = std::move(spawn);
  for (Part& part : parts_) {
    const std::lock_guard lock(part.mutex);
    part.open = true;
  }
  sleeper_ = system_.spawn(RunSleeper, weak_from_this());
}

void Router::Stop() {
  if (sleeper_) caf::anon_send_exit(sleeper_, caf::exit_reason::user_shutdown);
  sleeper_ = nullptr;
  for (Part& part : parts_) {
    const std::lock_guard lock(part.mutex);
    part.open = false;
    part.customers.clear();
    part.by_use.clear();
  }
  // What makes actors knows the router in its turn; nobody asks for actors any more.
  spawn_ = nullptr;
}

void Router::Route(messages::DeliveryPtr delivery) {
  Part& part = parts_[PartOf(delivery->customer())];
  const std::lock_guard lock(part.mutex);
  Hand(std::move(delivery), system_.clock().now(), &part, nullptr);
}

void Router::RouteAndRun(absl::Span<const messages::DeliveryPtr> deliveries) {
  std::array<absl::InlinedVector<const messages::DeliveryPtr*, 8>, kParts> by_part;
  for (const messages::DeliveryPtr& delivery : deliveries) {
    by_part[PartOf(delivery->customer())].push_back(&delivery);
  }
  ReadyActors ready(&system_);
  const SteadyTime now = system_.clock().now();
  for (std::size_t i = 0; i < kParts; ++i) {
    if (by_part[i].empty()) continue;
    Part& part = parts_[i];
    const std::lock_guard lock(part.mutex);
    // Where they are to be found is likely to be cold; this fetches it for all of them at once.
    for (const auto* delivery : by_part[i]) part.customers.prefetch((*delivery)->customer());
    for (const auto* delivery : by_part[i]) Hand(*delivery, now, &part, &ready);
  }
  calling_thread_.Run(ready.Take());
}

void Router::Hand(messages::DeliveryPtr delivery, SteadyTime now, Part* part, ReadyActors* ready) {
  if (!part->open) return;
  Awake& awake = Wake(delivery->customer(), now, part);
  ++awake.routed;
  awake.last_used = now;
  if (now - awake.placed > kPlaceFor) {
    awake.placed = now;
    part->by_use.splice(part->by_use.end(), part->by_use, awake.place);
  }
  if (ready != nullptr) ready->set_memory(awake.journey.record);
  awake.journey.actor->eq_impl(caf::make_message_id(), nullptr, ready,
                               messages::Deliver{std::move(delivery)});
}

void Router::PutToSleep(const base::CustomerId& customer, std::uint64_t routed) {
  Part& part = parts_[PartOf(customer)];
  const std::lock_guard lock(part.mutex);
  const auto it = part.customers.find(customer);
  // Something was routed after the question: it is not idle any more.
  if (it == part.customers.end() || it->second.routed != routed) return;
  caf::anon_send(it->second.journey.actor, messages::Drain{});
  part.by_use.erase(it->second.place);
  part.customers.erase(it);
}

void Router::LookForIdle() {
  const SteadyTime idle_since =
      system_.clock().now() - absl::ToChronoNanoseconds(config_.idle_after);
  for (Part& part : parts_) LookForIdle(idle_since, &part);
}

void Router::LookForIdle(SteadyTime idle_since, Part* part) {
  const std::lock_guard lock(part->mutex);
  const std::size_t most = config_.awake_max / kParts;
  std::size_t too_many = part->customers.size() > most ? part->customers.size() - most : 0;
  for (const base::CustomerId& customer : part->by_use) {
    const Awake& awake = part->customers.at(customer);
    if (awake.placed > idle_since && too_many == 0) break;
    if (awake.last_used > idle_since && too_many == 0) continue;
    if (too_many > 0) --too_many;
    caf::anon_send(awake.journey.actor, messages::AreYouIdle{awake.routed});
  }
}

std::size_t Router::PartOf(const base::CustomerId& customer) {
  return base::Hash64(customer.key()) % kParts;
}

Router::Awake& Router::Wake(const base::CustomerId& customer, SteadyTime now, Part* part) {
  const auto [it, asleep] = part->customers.try_emplace(customer);
  if (asleep) {
    it->second.journey = spawn_(customer);
    it->second.placed = now;
    it->second.place = part->by_use.insert(part->by_use.end(), customer);
  }
  return it->second;
}

}  // namespace usher::routing
