#pragma once

#include <cstdint>

#include "absl/types/span.h"

#include "base/ids.h"
#include "messages/delivery.h"

namespace usher::messages {

// The way to a customer's journey actor, which is spawned on demand. Thread-safe.
class RouterPort {
 public:
  virtual ~RouterPort() = default;

  // Hands an input over. Those of one customer arrive in the order of the calls.
  virtual void Route(DeliveryPtr delivery) = 0;
  // The same for several, in their order, and runs the actors that have nothing else to do on the
  // calling thread before it returns. For threads that are not an actor's and have no lock: no
  // other thread need be woken, which would cost more than the work.
  virtual void RouteAndRun(absl::Span<const DeliveryPtr> deliveries) = 0;
  // For a journey actor: it is idle after `routed` inputs, as it was asked. Puts it to sleep unless
  // more were routed to it meanwhile.
  virtual void PutToSleep(const base::CustomerId& customer, std::uint64_t routed) = 0;
};

}  // namespace usher::messages
