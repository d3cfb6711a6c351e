#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace usher::store {

// Decides on the callers' threads whether a call may go to the loop at all, so that calls fail fast
// while the store is away and queues stay bounded. Thread-safe.
class StoreGate {
 public:
  explicit StoreGate(int calls_max) : calls_max_(calls_max) {}

  void Open();
  void Close(const absl::Status& why);

  // OK if a call may be made, which then has to Leave() once.
  absl::Status Enter();
  void Leave() { calls_.fetch_sub(1, std::memory_order_relaxed); }

  bool is_open() const { return open_.load(std::memory_order_acquire); }
  // Waits until the gate is open or is closed for a reason that does not pass by itself; gives
  // that reason, or after `timeout` the last one.
  absl::Status AwaitVerdict(absl::Duration timeout);

 private:
  const int calls_max_;
  std::atomic<int> calls_{0};
  std::atomic<bool> open_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  absl::Status why_ = absl::UnavailableError("Redis: not connected yet");  // guarded by mutex_
};

}  // namespace usher::store
