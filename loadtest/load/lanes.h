#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"

namespace usher::load {

// Calls work(lane, from, to) for consecutive parts of 0 to `count`, each at most `part` long, on
// `lanes` threads. The first error, or `stop`, keeps further parts from being started, and is
// returned.
inline absl::Status InLanes(
    std::uint64_t count, std::uint64_t part, std::size_t lanes, const std::atomic<bool>& stop,
    const std::function<absl::Status(std::size_t, std::uint64_t, std::uint64_t)>& work) {
  std::atomic<std::uint64_t> next = 0;
  std::mutex mutex;
  absl::Status first_error;
  const auto run = [&](std::size_t lane) {
    for (;;) {
      const std::uint64_t from = next.fetch_add(part);
      if (from >= count) return;
      const absl::Status status = stop.load() ? absl::CancelledError("interrupted")
                                              : work(lane, from, std::min(count, from + part));
      if (status.ok()) continue;
      const std::lock_guard<std::mutex> lock(mutex);
      if (first_error.ok()) first_error = status;
      next = count;
      return;
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t lane = 0; lane < lanes; ++lane) threads.emplace_back(run, lane);
  for (std::thread& thread : threads) thread.join();
  return first_error;
}

}  // namespace usher::load
