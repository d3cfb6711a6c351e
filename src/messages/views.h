#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "channel/policy.h"
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
  void Set(std::shared_ptr<const T> value) {
    const std::lock_guard<std::mutex> lock(mutex_);
    value_ = std::move(value);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

using CatalogView = View<journey::Catalog>;
using PolicyView = View<channel::Policy>;

}  // namespace usher::messages
