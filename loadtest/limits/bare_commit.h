#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "limits/commit_pump.h"

namespace usher::limits {

// What bare commits take and cost.
struct CommitCost {
  double commits_per_s = 0;
  double redis_cpu_us = 0;   // for each commit
  double client_cpu_us = 0;  // for each commit, of this process
};

// Writes every record once, then commits for `length`, `batch` customers at a time, to a private
// Redis as the gateway's own is (log flushed every second, unix socket, the store's real script).
// Its data lie in a directory of their own that is gone afterwards.
absl::StatusOr<CommitCost> MeasureBareCommit(const PumpConfig& config, int batch,
                                             absl::Duration length);

}  // namespace usher::limits
