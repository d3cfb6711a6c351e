#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace usher::backtest {

// Calls work(item, thread) once for every item from 0 to items - 1, on up to `threads` threads;
// returns when all is done. Which thread does which item is left to chance.
inline void Parallel(int threads, std::size_t items,
                     const std::function<void(std::size_t item, std::size_t thread)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&](std::size_t thread) {
    for (std::size_t item = next++; item < items; item = next++) work(item, thread);
  };
  std::vector<std::thread> helpers;
  for (std::size_t i = 1; i < static_cast<std::size_t>(threads) && i < items; ++i) {
    helpers.emplace_back(run, i);
  }
  run(0);
  for (std::thread& helper : helpers) helper.join();
}

}  // namespace usher::backtest
