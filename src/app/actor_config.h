#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>

#include "caf/all.hpp"

namespace usher::app {

// The actor system's settings. `threads` 0 means one for each core.
//
// The sharing policy idles without polling and wakes a cold actor at once; a bounded throughput
// keeps one deep mailbox from owning a thread.
struct ActorConfig : caf::actor_system_config {
  explicit ActorConfig(int threads) {
    const std::size_t cores = std::max(2U, std::thread::hardware_concurrency());
    set("scheduler.max-threads", threads > 0 ? static_cast<std::size_t>(threads) : cores);
    set("scheduler.max-throughput", std::size_t{100});
    set("scheduler.policy", caf::atom("sharing"));
  }
};

}  // namespace usher::app
