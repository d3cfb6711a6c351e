#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

namespace usher::messages {

// How much work is under way in this gateway, for draining and for tests that wait until all is
// done. Thread-safe.
class Activity {
 public:
  // A piece of work under way for as long as it exists. Movable only.
  class Token {
   public:
    Token() = default;
    explicit Token(std::shared_ptr<Activity> activity) : activity_(std::move(activity)) {
      activity_->count_.fetch_add(1, std::memory_order_acq_rel);
    }
    Token(Token&& other) noexcept : activity_(std::exchange(other.activity_, nullptr)) {}
    Token& operator=(Token&& other) noexcept {
      std::swap(activity_, other.activity_);
      return *this;
    }
    Token(const Token&) = delete;
    Token& operator=(const Token&) = delete;
    ~Token() {
      if (activity_) activity_->count_.fetch_sub(1, std::memory_order_acq_rel);
    }

   private:
    std::shared_ptr<Activity> activity_;
  };

  // Pieces of work under way. Work hands its token on before it ends, so zero means: nothing left.
  std::int64_t count() const { return count_.load(std::memory_order_acquire); }

 private:
  std::atomic<std::int64_t> count_{0};
};

}  // namespace usher::messages
