#pragma once

#include "channel/pace.h"

namespace usher::channel {

struct BreakerLimit {
  int failures = 10;  // failures of the provider in a row that open it; 0: it never opens
  absl::Duration open_for = absl::Seconds(10);  // doubled each time a probe fails
  absl::Duration open_max = absl::Minutes(5);
};

// Leaves a provider alone that fails again and again: no attempt starts while it is open. Then one
// is a probe: it closes the breaker or opens it for longer.
class Breaker {
 public:
  explicit Breaker(const BreakerLimit& limit) : limit_(limit), open_for_(limit.open_for) {}

  // When the next attempt may start: not later than `now` means at once, Moment::max() that it
  // waits for the probe under way.
  Moment NextStart(Moment now) const;
  void Started() { probing_ = open_; }
  // What became of an attempt, as far as the provider goes. True if this opened or closed it.
  bool Ended(bool failed, Moment now);
  bool open() const { return open_; }

 private:
  const BreakerLimit limit_;
  absl::Duration open_for_;
  int failures_ = 0;
  bool open_ = false;
  bool probing_ = false;
  Moment until_;  // while it is open: when a probe may start
};

}  // namespace usher::channel
