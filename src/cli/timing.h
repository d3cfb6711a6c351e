#pragma once

#include "absl/time/time.h"

namespace usher::cli {

// How a command sees time pass and waits. Thread-safe. Tests put in one that never really waits.
class Timing {
 public:
  virtual ~Timing() = default;
  virtual absl::Time Now() = 0;
  virtual void Sleep(absl::Duration duration) = 0;
};

// Real time. Lives as long as the process.
Timing& RealTiming();

}  // namespace usher::cli
