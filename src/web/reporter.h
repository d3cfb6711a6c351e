#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "messages/feedback_port.h"

namespace usher::web {

struct ReporterConfig {
  // After RESOURCE_EXHAUSTED or UNAVAILABLE a report is given again: after this time, then after
  // twice the time, up to `wait_max`.
  absl::Duration wait = absl::Milliseconds(200);
  absl::Duration wait_max = absl::Seconds(30);
  absl::Duration give_up_after = absl::Minutes(10);
  std::size_t reports_max = 10'000;  // under way; more are refused
};

// Makes reports whose giver does not repeat them, such as a browser that follows a link. What is
// lost in spite of all that is logged as web_report_lost. Thread-safe.
class Reporter {
 public:
  Reporter(std::shared_ptr<messages::FeedbackPort> port, ReporterConfig config);
  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;
  // What is still under way is lost.
  ~Reporter();

  // `done` is called exactly once, on any thread or before this returns: with what the port
  // answered in the end, or RESOURCE_EXHAUSTED when too much is under way.
  void Report(messages::Feedback feedback, std::function<void(absl::Status)> done);
  // Waits for what is under way, but no longer than `grace`; after that nothing is repeated.
  void Drain(absl::Duration grace);

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Item {
    messages::Feedback feedback;
    std::function<void(absl::Status)> done;
    Time give_up_at;
    absl::Duration wait;
  };
  using ItemPtr = std::shared_ptr<Item>;
  // Outlives the reporter while the port has a report.
  struct Shared {
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t under_way = 0;                      // guarded by mutex
    bool stopped = false;                           // guarded by mutex
    std::vector<std::pair<Time, ItemPtr>> waiting;  // guarded by mutex; to be repeated then
  };

  void Give(const ItemPtr& item);
  static void Settle(Shared& shared, const ReporterConfig& config, const ItemPtr& item,
                     const absl::Status& status);
  void Repeat();

  const std::shared_ptr<messages::FeedbackPort> port_;
  const ReporterConfig config_;
  const std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
  std::thread thread_;
};

}  // namespace usher::web
