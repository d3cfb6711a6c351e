#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "messages/feedback_port.h"

namespace usher::app {

// The way in for what providers hear, which open before there is anybody to take it: UNAVAILABLE
// until Open(), and again after Close(). Thread-safe.
class LateFeedback : public messages::FeedbackPort {
 public:
  void Open(std::shared_ptr<messages::FeedbackPort> feedback) { Set(std::move(feedback)); }
  void Close() { Set(nullptr); }

  void Report(messages::Feedback feedback, std::function<void(absl::Status)> done) override {
    std::shared_ptr<messages::FeedbackPort> port;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      port = port_;
    }
    if (port == nullptr) return done(absl::UnavailableError("the gateway is not ready"));
    port->Report(std::move(feedback), std::move(done));
  }

 private:
  void Set(std::shared_ptr<messages::FeedbackPort> port) {
    const std::lock_guard<std::mutex> lock(mutex_);
    port_.swap(port);
  }

  std::mutex mutex_;
  std::shared_ptr<messages::FeedbackPort> port_;  // guarded by mutex_
};

}  // namespace usher::app
