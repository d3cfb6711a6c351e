#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <utility>
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
    if (ms < alarm_ms_.load() && alarm_ms_.exchange(kNoAlarm) != kNoAlarm) alarm_();
  }

  // What SetAlarm() has called; given before it is first used. Must not block.
  void OnAlarm(std::function<void()> alarm) { alarm_ = std::move(alarm); }
  // Calls once, on the thread that does it, when something is lowered to before `at` from now on.
  void SetAlarm(absl::Time at) { alarm_ms_.store(absl::ToUnixMillis(at)); }

  // The earliest entry; InfiniteFuture when there is none.
  absl::Time Earliest() const {
    std::int64_t earliest = INT64_MAX;
    for (const auto& due : due_ms_) earliest = std::min(earliest, due.load());
    return earliest == INT64_MAX ? absl::InfiniteFuture() : absl::FromUnixMillis(earliest);
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
  static constexpr std::int64_t kNoAlarm = INT64_MIN;

  std::vector<std::atomic<std::int64_t>> due_ms_;
  std::atomic<std::int64_t> alarm_ms_{kNoAlarm};
  std::function<void()> alarm_;
};

}  // namespace usher::messages
