#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "channel/policy.h"
#include "channel/reaction_counts.h"
#include "journey/catalog.h"

namespace usher::messages {

// The latest of something that is replaced as a whole: one writes, many take a snapshot.
// Thread-safe.
template <class T>
class View {
 public:
  View() : value_(std::make_shared<const T>()) {}

  std::shared_ptr<const T> Get() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return value_;
  }
  // Brings a reader's own snapshot up to date; costs next to nothing when it is. `version` belongs
  // to `snapshot`, and is 0 at first.
  void Renew(std::shared_ptr<const T>* snapshot, std::uint64_t* version) const {
    if (version_.load(std::memory_order_acquire) == *version) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    *snapshot = value_;
    *version = version_.load(std::memory_order_relaxed);
  }
  void Set(std::shared_ptr<const T> value) {
    std::function<void()> listener;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      value_ = std::move(value);
      version_.fetch_add(1, std::memory_order_release);
      listener = listener_;
    }
    if (listener) listener();
  }
  // Has `listener` called after every Set() from now on, by whoever sets. It must not block.
  void OnSet(std::function<void()> listener) {
    const std::lock_guard<std::mutex> lock(mutex_);
    listener_ = std::move(listener);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
  std::function<void()> listener_;
  std::atomic<std::uint64_t> version_{1};
};

using CatalogView = View<journey::Catalog>;
using PolicyView = View<channel::Policy>;
using ReactionsView = View<channel::KnownReactions>;

}  // namespace usher::messages
