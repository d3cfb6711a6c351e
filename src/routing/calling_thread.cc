#include "routing/calling_thread.h"

#include <cstddef>

#include "caf/actor_system.hpp"
#include "caf/scheduled_actor.hpp"
#include "caf/scheduler/abstract_coordinator.hpp"

#include "base/prefetch.h"

namespace usher::routing {
namespace {

// Messages an actor takes before others have their turn.
constexpr std::size_t kThroughput = 100;

// Most of an actor with its state, and the start of its handlers.
constexpr std::size_t kActorBytes = 1792;
constexpr std::size_t kHandlersBytes = 448;

// What an actor is run with is reached by way of pointers. Each is followed some actors before its
// own turn, when the one before it has been fetched from memory.
void PrefetchAhead(const std::vector<ReadyActor>& actors, std::size_t i) {
  const auto at = [&](std::size_t ahead) -> caf::resumable* {
    return i + ahead < actors.size() ? actors[i + ahead].actor : nullptr;
  };
  const auto behavior = [&](std::size_t ahead) -> const caf::behavior* {
    caf::resumable* const actor = at(ahead);
    if (actor == nullptr || actor->subtype() != caf::resumable::scheduled_actor) return nullptr;
    // Has none before it first runs.
    auto* const scheduled = static_cast<caf::scheduled_actor*>(actor);
    return scheduled->has_behavior() ? &scheduled->current_behavior() : nullptr;
  };
  if (const auto* const actor = at(6)) base::Prefetch(actor, kActorBytes);
  if (at(3) != nullptr) base::Prefetch(actors[i + 3].memory);
  if (const auto* const handlers = behavior(4)) base::Prefetch(handlers, sizeof *handlers);
  if (const auto* const handlers = behavior(2)) {
    base::Prefetch(handlers->as_behavior_impl().get(), kHandlersBytes);
  }
}

}  // namespace

void CallingThread::Run(const std::vector<ReadyActor>& actors) {
  for (std::size_t i = 0; i < actors.size(); ++i) {
    caf::resumable* const actor = actors[i].actor;
    PrefetchAhead(actors, i);
    if (actor->resume(this, kThroughput) == caf::resumable::resume_later) {
      exec_later(actor);
    } else {
      // It will be queued again, with another reference, when there is something for it to do.
      caf::intrusive_ptr_release(actor);
    }
  }
}

void CallingThread::exec_later(caf::resumable* actor) { system().scheduler().enqueue(actor); }

}  // namespace usher::routing
