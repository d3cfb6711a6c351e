#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "base/ids.h"
#include "journey/compose.h"
#include "messages/provider_port.h"

namespace usher::messages {

// The desk at which programs outside take the messages of one channel. Thread-safe.
class SubscriptionPort {
 public:
  using Subscriber = std::uint64_t;

  // What a subscriber is to know.
  struct News {
    std::vector<std::shared_ptr<const journey::Message>> deliveries;  // his from now on
    std::vector<std::uint64_t> taken_back;                            // not his any more
    bool empty() const { return deliveries.empty() && taken_back.empty(); }
  };

  virtual ~SubscriptionPort() = default;

  // A subscriber that holds at most `capacity` deliveries. `wake` is called, on any thread and
  // without a lock held, when Take() may have news. RESOURCE_EXHAUSTED when there are too many.
  virtual absl::StatusOr<Subscriber> Join(std::function<void()> wake, std::uint32_t capacity) = 0;
  virtual void SetCapacity(Subscriber subscriber, std::uint32_t capacity) = 0;
  // Hands over what waits and fits; an attempt starts by it.
  virtual News Take(Subscriber subscriber) = 0;
  // False when the subscriber does not hold that attempt (any more).
  virtual bool Report(Subscriber subscriber, std::uint64_t send_id, std::uint32_t attempt,
                      AttemptReport report) = 0;
  // How many deliveries the subscriber holds.
  virtual std::size_t Held(Subscriber subscriber) const = 0;
  // The subscriber takes no more.
  virtual void Close(Subscriber subscriber) = 0;
  // The subscriber is gone; the fate of what he holds is uncertain. `wake` is not called any more
  // by calls that begin after this.
  virtual void Leave(Subscriber subscriber) = 0;
  // Has `listener` told of whose messages could not be handed over, at most 10,000 of them, when a
  // subscriber joins; on any thread, and it must not block. Null: nobody is told any more.
  virtual void OnReturn(std::function<void(const std::vector<base::CustomerId>&)> listener) = 0;
  // How long a subscriber has to report.
  virtual absl::Duration report_within() const = 0;
};

}  // namespace usher::messages
