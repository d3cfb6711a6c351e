#pragma once

#include <memory>
#include <mutex>
#include <vector>

namespace usher::load {

// Objects that are used again and again, so that a call costs no allocation of its own.
// Thread-safe.
template <class T>
class CallPool {
 public:
  // An idle object, or one made by `make`, which returns a std::unique_ptr<T>. The pool owns it.
  template <class Make>
  T* Take(Make make) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.empty()) {
      all_.push_back(make());
      return all_.back().get();
    }
    T* const taken = idle_.back();
    idle_.pop_back();
    return taken;
  }
  void Give(T* object) {
    const std::lock_guard<std::mutex> lock(mutex_);
    idle_.push_back(object);
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> all_;
  std::vector<T*> idle_;
};

}  // namespace usher::load
