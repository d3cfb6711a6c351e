#pragma once

#include <utility>
#include <vector>

#include "caf/execution_unit.hpp"
#include "caf/resumable.hpp"

#include "base/prefetch.h"

namespace usher::routing {

// An actor that is ready to run, and what it will want besides its own memory.
struct ReadyActor {
  caf::resumable* actor = nullptr;  // with a reference
  base::Memory memory;
};

// Gathers the actors that a message made ready to run, instead of queueing them for the actor
// system's threads. Each holds a reference until it has run. One thread's.
class ReadyActors final : public caf::execution_unit {
 public:
  explicit ReadyActors(caf::actor_system* system) : caf::execution_unit(system) {}

  // What the next one will want.
  void set_memory(base::Memory memory) { memory_ = memory; }
  void exec_later(caf::resumable* actor) override { actors_.push_back({actor, memory_}); }
  std::vector<ReadyActor> Take() { return std::move(actors_); }

 private:
  base::Memory memory_;
  std::vector<ReadyActor> actors_;
};

// Runs actors on whatever thread calls Run(), as the actor system's own threads would. Has no state
// of its own, so that several threads may use one; outlives every actor it ran.
class CallingThread final : public caf::execution_unit {
 public:
  explicit CallingThread(caf::actor_system* system) : caf::execution_unit(system) {}

  // Runs each of `actors` once. What has more to do then, and whom they send messages to, goes on
  // on the system's threads.
  void Run(const std::vector<ReadyActor>& actors);

  void exec_later(caf::resumable* actor) override;
};

}  // namespace usher::routing
