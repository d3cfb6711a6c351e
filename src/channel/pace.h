#pragma once

#include <chrono>

#include "absl/time/time.h"

namespace usher::channel {

// Real time that never goes back.
using Moment = std::chrono::steady_clock::time_point;

// How many attempts may start in a second. None if `per_second` is 0.
struct PaceLimit {
  double per_second = 0;
  // The rate grows from a tenth to all of it in this time, from the start on and again after each
  // pause of the provider.
  absl::Duration ramp_up;
};

// Spaces attempts out evenly: never more than `per_second` in a second, but for what a tenth of a
// second allows at once, so that timers need not be exact.
class Pace {
 public:
  Pace(const PaceLimit& limit, Moment now) : limit_(limit), ramp_from_(now), next_(now) {}

  // When the next attempt may start; not later than `now` means at once.
  Moment NextStart(Moment now) const;
  void Started(Moment now);
  // Begins with a tenth of the rate again.
  void RampUp(Moment now) { ramp_from_ = now; }
  // The time between two attempts at the rate of `now`; zero without a limit.
  Moment::duration Interval(Moment now) const;

 private:
  const PaceLimit limit_;
  Moment ramp_from_;
  Moment next_;  // when the next one is due if none comes early
};

}  // namespace usher::channel
