#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <sys/types.h>

namespace usher::limits {

// CPU time this process has used so far.
absl::Duration OwnCpuTime();

// CPU time all threads of a process have used so far, from /proc; its precision is a clock tick,
// commonly 10 ms. NOT_FOUND when there is no such process.
absl::StatusOr<absl::Duration> CpuTimeOf(pid_t pid);

}  // namespace usher::limits
