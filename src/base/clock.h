#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "absl/time/time.h"

namespace usher::base {

// The only door to wall time. Thread-safe. Times have millisecond precision and never go back.
//
// Speed 1 is real time. A higher speed lets days pass in seconds, for demonstrations. Speed 0
// stands still until Advance() is called, for tests that must not depend on timing.
class Clock {
 public:
  // Tells how much real time has passed since some fixed moment. Never goes back; thread-safe.
  using Elapsed = std::function<absl::Duration()>;

  // Starts at `start`; at speed 1 `start` is normally the present. Real time is the machine's, or
  // what `elapsed` says.
  Clock(absl::Time start, double speed, Elapsed elapsed = nullptr);

  absl::Time Now() const;
  double speed() const { return speed_; }
  bool manual() const { return speed_ == 0; }

  // Moves a clock of speed 0; earlier times are ignored.
  void Advance(absl::Time to);
  // Shifts a clock of speed 1 towards another authority's time; bounded to 250 ms at once.
  void Correct(absl::Duration offset);

  // How long `span` of this clock takes in real time; InfiniteDuration for a clock that stands
  // still.
  absl::Duration ToReal(absl::Duration span) const;
  // What passes on this clock in `real`; at speed 0, where leases cannot run out by themselves,
  // `real` itself.
  absl::Duration FromReal(absl::Duration real) const;

 private:
  const double speed_;
  const absl::Time start_;
  const Elapsed elapsed_;
  const absl::Duration real_start_;
  std::atomic<std::int64_t> correction_ms_{0};
  mutable std::atomic<std::int64_t> latest_ms_;
};

}  // namespace usher::base
