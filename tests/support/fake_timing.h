#pragma once

#include <mutex>
#include <vector>

#include "cli/timing.h"

namespace usher::testing {

// Time passes only by sleeping, which takes no time.
class FakeTiming : public cli::Timing {
 public:
  absl::Time Now() override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  void Sleep(absl::Duration duration) override {
    const std::lock_guard lock(mutex_);
    now_ += duration;
    sleeps_.push_back(duration);
  }
  std::vector<absl::Duration> sleeps() {
    const std::lock_guard lock(mutex_);
    return sleeps_;
  }

 private:
  std::mutex mutex_;
  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  std::vector<absl::Duration> sleeps_;
};

}  // namespace usher::testing
