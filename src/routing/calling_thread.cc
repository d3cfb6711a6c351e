#include "routing/calling_thread.h"

#include <cstddef>

#include "caf/actor_system.hpp"
#include "caf/scheduler/abstract_coordinator.hpp"

#include "base/prefetch.h"

namespace usher::routing {
namespace {

// Messages an actor takes before others have their turn.
constexpr std::size_t kThroughput = 100;

// Most of an actor with its state, and how many are run while it is fetched from memory.
constexpr std::size_t kActorBytes = 1792;
constexpr std::size_t kAhead = 4;

}  // namespace

void CallingThread::Run(const std::vector<caf::resumable*>& actors) {
  for (std::size_t i = 0; i < actors.size(); ++i) {
    caf::resumable* const actor = actors[i];
    if (i + kAhead < actors.size()) base::Prefetch(actors[i + kAhead], kActorBytes);
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
