#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "base/clock.h"
#include "messages/store_port.h"

namespace usher::app {

// The gateway's clock. One that does not run in real time goes on, after a restart, from where it
// stood: its time is kept in the store. One that does is kept with the clock of Redis, so that
// several gateways agree.
class StoredClock {
 public:
  // `start` counts unless the store remembers a later time; InfinitePast is the present.
  static absl::StatusOr<std::unique_ptr<StoredClock>> Start(
      std::shared_ptr<messages::StorePort> store, double speed, absl::Time start);

  const std::shared_ptr<base::Clock>& clock() const { return clock_; }
  // To be called every 100 ms or so. `offset` is how far the clock of Redis is ahead.
  void Tick(absl::Duration offset);
  // Remembers the time now, and waits a little until it is kept. To be called at the end.
  void Save();

 private:
  StoredClock(std::shared_ptr<messages::StorePort> store, std::shared_ptr<base::Clock> clock)
      : store_(std::move(store)), clock_(std::move(clock)) {}

  const std::shared_ptr<messages::StorePort> store_;
  const std::shared_ptr<base::Clock> clock_;
};

}  // namespace usher::app
