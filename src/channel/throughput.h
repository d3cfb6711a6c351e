#pragma once

#include "absl/time/time.h"

#include "channel/breaker.h"
#include "channel/pace.h"

namespace usher::channel {

// What one provider can take from this gateway. Several gateways do not know of each other.
struct ThroughputLimits {
  PaceLimit pace;
  int concurrency = 1000;  // attempts under way at once
  BreakerLimit breaker;
};

// What an attempt taught about its provider.
enum class ProviderState {
  kWorks,
  kThrottles,  // it wants fewer
  kFails,      // it is at fault itself, whatever the message
};

// When attempts at one provider may start: rate, concurrency, throttling by the provider and
// circuit breaker together. Pure: told the time.
class Throughput {
 public:
  Throughput(const ThroughputLimits& limits, Moment now)
      : limits_(limits), pace_(limits.pace, now), breaker_(limits.breaker), line_(now) {}

  // When the next attempt may start: not later than `now` means at once; Moment::max() that it
  // waits for the end of one under way.
  Moment NextStart(Moment now) const;
  void Started(Moment now);
  // `retry_after` is how long a throttling provider asked for, zero if it did not say; at most an
  // hour of it is heeded. Without, a second, then twice as long each time. True if the breaker
  // opened or closed.
  bool Ended(ProviderState state, absl::Duration retry_after, Moment now);
  // For an attempt that cannot start in time: when it should come back. Each call gives the next
  // place in the line, so that they do not come back all at once; within an hour.
  absl::Duration ComeBackAfter(Moment now);

  bool open() const { return breaker_.open(); }
  int under_way() const { return under_way_; }

 private:
  const ThroughputLimits limits_;
  Pace pace_;
  Breaker breaker_;
  int under_way_ = 0;
  int throttled_ = 0;  // in a row
  Moment paused_until_;
  Moment line_;  // the last place given
};

}  // namespace usher::channel
