#pragma once

#include <cstdint>

#include "absl/time/time.h"

namespace usher::limits {

struct RingConfig {
  int customers = 100'000;  // an actor for each
  int under_way = 1000;     // events at once
  int threads = 0;          // of the scheduler; 0: as many as the gateway takes
};

// What passing messages takes and costs.
struct MessageCost {
  int messages_per_event = 0;
  double messages_per_s = 0;
  double cpu_us = 0;  // for each message
};

// Sends events on the way that a commit takes in the gateway, and nothing else: to the customer's
// router, from there to the customer's actor, to the store and back, after which the next event
// begins. Actors are spawned as the gateway spawns them and run by its scheduler's settings. They
// are all awake before it is measured for `length`.
MessageCost MeasureActorMessages(const RingConfig& config, absl::Duration length);

}  // namespace usher::limits
