#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace usher::cli {

// Work done in parallel, but in order for each key: a key belongs to one lane, and a lane works
// off one batch after another. A batch takes what is waiting, so batches grow with the backlog.
template <class Item>
class Lanes {
 public:
  struct Limits {
    int lanes = 8;
    std::size_t batch_items_max = 200;
    // A batch may exceed this by its last item.
    std::size_t batch_bytes_max = 1 << 20;
  };
  // Called on the lane's own thread.
  using Work = std::function<void(std::vector<Item>)>;

  Lanes(const Limits& limits, Work work) : limits_(limits), work_(std::move(work)) {
    for (int i = 0; i < limits_.lanes; ++i) lanes_.push_back(std::make_unique<Lane>());
    for (auto& lane : lanes_) lane->thread = std::thread([this, &lane] { Run(lane.get()); });
  }
  ~Lanes() { Finish(); }
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;

  // Waits while the key's lane already has two batches to do.
  void Push(std::uint64_t key_hash, std::size_t bytes, Item item) {
    Lane& lane = *lanes_[key_hash % lanes_.size()];
    std::unique_lock lock(lane.mutex);
    lane.changed.wait(lock, [&] {
      return lane.queue.size() < 2 * limits_.batch_items_max &&
             lane.bytes < 2 * limits_.batch_bytes_max;
    });
    lane.queue.emplace_back(bytes, std::move(item));
    lane.bytes += bytes;
    lane.changed.notify_all();
  }

  // Returns when all that was pushed is done. Nothing may be pushed afterwards.
  void Finish() {
    for (auto& lane : lanes_) {
      const std::lock_guard lock(lane->mutex);
      lane->closed = true;
      lane->changed.notify_all();
    }
    for (auto& lane : lanes_) {
      if (lane->thread.joinable()) lane->thread.join();
    }
  }

 private:
  struct Lane {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::pair<std::size_t, Item>> queue;  // with the bytes of each item
    std::size_t bytes = 0;
    bool closed = false;
    std::thread thread;
  };

  void Run(Lane* lane) {
    while (true) {
      std::vector<Item> batch;
      {
        std::unique_lock lock(lane->mutex);
        lane->changed.wait(lock, [&] { return lane->closed || !lane->queue.empty(); });
        if (lane->queue.empty()) return;
        std::size_t bytes = 0;
        while (!lane->queue.empty() && batch.size() < limits_.batch_items_max &&
               bytes < limits_.batch_bytes_max) {
          bytes += lane->queue.front().first;
          batch.push_back(std::move(lane->queue.front().second));
          lane->queue.pop_front();
        }
        lane->bytes -= bytes;
        lane->changed.notify_all();
      }
      work_(std::move(batch));
    }
  }

  const Limits limits_;
  const Work work_;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace usher::cli
