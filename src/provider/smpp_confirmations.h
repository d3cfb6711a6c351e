#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace usher::provider {

// What became of what a message centre delivered, on its way back to the client's thread.
// Thread-safe.
class SmppConfirmations : public std::enable_shared_from_this<SmppConfirmations> {
 public:
  struct Confirmation {
    std::uint64_t session = 0;
    std::uint32_t sequence = 0;
    bool taken = false;  // else the centre may deliver it again
  };

  // `wake` is called when there is one, on any thread.
  explicit SmppConfirmations(std::function<void()> wake) : wake_(std::move(wake)) {}

  // Confirms a delivery when called; may outlive the client.
  std::function<void(bool taken)> For(std::uint64_t session, std::uint32_t sequence) {
    return [self = shared_from_this(), session, sequence](bool taken) {
      const std::lock_guard<std::mutex> lock(self->mutex_);
      if (self->wake_ == nullptr) return;
      self->arrived_.push_back({session, sequence, taken});
      self->wake_();
    };
  }

  std::vector<Confirmation> Take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(arrived_, {});
  }

  // Nobody is woken any more.
  void Stop() {
    const std::lock_guard<std::mutex> lock(mutex_);
    wake_ = nullptr;
    arrived_.clear();
  }

 private:
  std::mutex mutex_;
  std::function<void()> wake_;         // guarded by mutex_; null: stopped
  std::vector<Confirmation> arrived_;  // guarded by mutex_
};

}  // namespace usher::provider
