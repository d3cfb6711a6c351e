#pragma once

#include "absl/time/time.h"

#include "channel/throughput.h"

namespace usher::channel {

// How a channel treats its provider.
struct ProviderTerms {
  ThroughputLimits throughput;
  // An attempt of unknown fate is made again, with the same id: the provider recognises it, or a
  // message twice is better than none.
  bool repeat_unknown = false;
  // A message whose step was reached longer ago is not handed to the provider any more.
  absl::Duration lifetime = absl::InfiniteDuration();
};

}  // namespace usher::channel
