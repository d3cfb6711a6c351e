#pragma once

#include <utility>
#include <vector>

#include "caf/execution_unit.hpp"
#include "caf/resumable.hpp"

namespace usher::routing {

// Gathers the actors that a message made ready to run, instead of queueing them for the actor
// system's threads. Each holds a reference until it has run. One thread's.
class ReadyActors final : public caf::execution_unit {
 public:
  explicit ReadyActors(caf::actor_system* system) : caf::execution_unit(system) {}

  void exec_later(caf::resumable* actor) override { actors_.push_back(actor); }
  std::vector<caf::resumable*> Take() { return std::move(actors_); }

 private:
  std::vector<caf::resumable*> actors_;
};

// Runs actors on whatever thread calls Run(), as the actor system's own threads would. Has no state
// of its own, so that several threads may use one; outlives every actor it ran.
class CallingThread final : public caf::execution_unit {
 public:
  explicit CallingThread(caf::actor_system* system) : caf::execution_unit(system) {}

  // Runs each of `actors` once. What has more to do then, and whom they send messages to, goes on
  // on the system's threads.
  void Run(const std::vector<caf::resumable*>& actors);

  void exec_later(caf::resumable* actor) override;
};

}  // namespace usher::routing
