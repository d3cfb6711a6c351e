#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "absl/time/time.h"

namespace usher::messages {

// When the next customer of each shard is due, as far as this gateway knows: commits lower it, the
// agenda reads and raises it. Thread-safe. Other gateways' commits are not on it.
class DueBoard {
 public:
  explicit DueBoard(int shards) : due_ms_(static_cast<std::size_t>(shards)) {
    for (auto& due : due_ms_) due.store(INT64_MAX, std::memory_order_relaxed);
  }

  int shards() const { return static_cast<int>(due_ms_.size()); }

  void Lower(int shard, absl::Time due) {
    if (due == absl::InfiniteFuture()) return;
    auto& entry = due_ms_[static_cast<std::size_t>(shard)];
    const std::int64_t ms = absl::ToUnixMillis(due);
    std::int64_t current = entry.load(std::memory_order_relaxed);
    while (ms < current && !entry.compare_exchange_weak(current, ms)) {
    }
  }

  // Takes the entry off the board, to be put back by Lower() with what is found out.
  absl::Time Take(int shard) {
    const std::int64_t ms = due_ms_[static_cast<std::size_t>(shard)].exchange(INT64_MAX);
    return ms == INT64_MAX ? absl::InfiniteFuture() : absl::FromUnixMillis(ms);
  }

  bool IsDue(int shard, absl::Time now) const {
    return due_ms_[static_cast<std::size_t>(shard)].load(std::memory_order_relaxed) <=
           absl::ToUnixMillis(now);
  }

 private:
  std::vector<std::atomic<std::int64_t>> due_ms_;
};

}  // namespace usher::messages
