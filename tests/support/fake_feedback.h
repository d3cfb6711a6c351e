#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "messages/feedback_port.h"

namespace usher::support {

// Remembers reports and answers as it is told; thread-safe.
class FakeFeedback : public messages::FeedbackPort {
 public:
  void Report(messages::Feedback feedback, std::function<void(absl::Status)> done) override {
    absl::Status answer;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      reports_.push_back(std::move(feedback));
      changed_.notify_all();
      if (holding_) {
        held_.push_back(std::move(done));
        return;
      }
      if (!answers_.empty()) {
        answer = answers_.front();
        answers_.pop_front();
      }
    }
    done(answer);
  }

  // The next reports are answered so, one by one; after that with OK.
  void AnswerNext(const std::vector<absl::Status>& answers) {
    const std::lock_guard<std::mutex> lock(mutex_);
    answers_.assign(answers.begin(), answers.end());
  }
  // Answers nothing until Release().
  void Hold() {
    const std::lock_guard<std::mutex> lock(mutex_);
    holding_ = true;
  }
  void Release() {
    std::vector<std::function<void(absl::Status)>> held;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      holding_ = false;
      held.swap(held_);
    }
    for (const auto& done : held) done(absl::OkStatus());
  }
  // Waits until there are so many.
  std::vector<messages::Feedback> Await(std::size_t count) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return reports_.size() >= count; });
    return reports_;
  }
  std::vector<messages::Feedback> reports() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return reports_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<messages::Feedback> reports_;              // guarded by mutex_
  std::deque<absl::Status> answers_;                     // guarded by mutex_
  bool holding_ = false;                                 // guarded by mutex_
  std::vector<std::function<void(absl::Status)>> held_;  // guarded by mutex_
};

}  // namespace usher::support
