#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "load/connections.h"
#include "load/traffic.h"
#include "usher/loadtest/v1/scenario.pb.h"
#include "usher/v1/event.pb.h"

namespace usher::load {

// Brings a gateway into the state a scenario starts from. Calls go out closed-loop and are tried
// again while the gateway is overloaded; the first other error ends them. All block.
class Setup {
 public:
  // What is pointed to outlives this. `say` gets a line for people now and then.
  Setup(const loadtest::v1::Scenario* scenario, const Names* names, const Channels* channels,
        const std::atomic<bool>* stop, std::function<void(const std::string&)> say);

  absl::Status ApplyJourneys();
  // Addresses and consent for every customer.
  absl::Status SeedProfiles();
  // The event that starts a journey, for a share of the customers.
  absl::Status SeedEvents();
  // Timer i becomes due at `first_due` plus its part of the spread.
  absl::Status SetTimers(absl::Time first_due);

  // Runs that the seeding events started.
  std::uint64_t runs_entered() const { return runs_entered_; }

 private:
  absl::Status PublishAll(const std::string& what, std::uint64_t count,
                          const std::function<void(std::uint64_t, v1::Event*)>& make);

  const loadtest::v1::Scenario& scenario_;
  const Names& names_;
  const Channels& channels_;
  const std::atomic<bool>& stop_;
  const std::function<void(const std::string&)> say_;
  std::uint64_t runs_entered_ = 0;
};

// When timer `index` is due.
absl::Time DueTime(const loadtest::v1::Timers& timers, absl::Time first_due, std::uint64_t index);

}  // namespace usher::load
