#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

namespace usher::ingest {

// Bounds how many inputs are under way, so that overload is refused early instead of queueing
// without end. Thread-safe.
class Admission {
 public:
  explicit Admission(std::int64_t credits) : credits_(credits), free_(credits) {}

  // Takes `count` credits; false, with none taken, when there are not as many.
  bool TryTake(std::int64_t count) {
    std::int64_t free = free_.load(std::memory_order_relaxed);
    while (free >= count) {
      if (free_.compare_exchange_weak(free, free - count, std::memory_order_acq_rel)) return true;
    }
    return false;
  }
  void Give(std::int64_t count) { free_.fetch_add(count, std::memory_order_acq_rel); }

  // Streams can wait, so they are not to be refused: together they use at most half of the credits.
  void EnterStream() { streams_.fetch_add(1, std::memory_order_relaxed); }
  void LeaveStream() { streams_.fetch_sub(1, std::memory_order_relaxed); }
  // How many inputs of one of them may be under way before it should wait; 1 to 1,024.
  std::int64_t StreamWindow() const {
    const std::int64_t streams =
        std::max(std::int64_t{1}, streams_.load(std::memory_order_relaxed));
    return std::clamp(credits_ / 2 / streams, std::int64_t{1}, std::int64_t{1024});
  }

  // While the store is short of memory, only what frees or protects gets through: outcomes,
  // profiles, opt-outs and erasures, but no events.
  void SetStoreFull(bool full) { store_full_.store(full, std::memory_order_release); }
  bool store_full() const { return store_full_.load(std::memory_order_acquire); }

  // Stops taking anything new; what was taken goes on.
  void Close() { closed_.store(true, std::memory_order_release); }
  bool closed() const { return closed_.load(std::memory_order_acquire); }

 private:
  const std::int64_t credits_;
  std::atomic<std::int64_t> free_;
  std::atomic<std::int64_t> streams_{0};
  std::atomic<bool> store_full_{false};
  std::atomic<bool> closed_{false};
};

}  // namespace usher::ingest
