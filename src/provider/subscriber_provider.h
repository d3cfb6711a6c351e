#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"

#include "messages/provider_port.h"
#include "messages/subscription_port.h"

namespace usher::provider {

struct SubscriberProviderConfig {
  std::string channel;         // for messages to people
  std::uint64_t instance = 0;  // this incarnation of the gateway
  absl::Duration report_within = absl::Seconds(8);
  std::size_t waiting_max = 1000;
  std::size_t subscribers_max = 64;
};

// Hands the messages of a channel to subscribers. With none there, an attempt is not started, and
// is to come back later: after half the time since somebody was there, 5 s to 5 min. While all hold
// as many as they can, it waits until it must not start any more, and then is to come back after
// 5 s. So what waits for long is in the customers' records, not in memory here; only whose it is,
// for 10,000 customers, so that they need not wait when a subscriber comes.
class SubscriberProvider : public messages::ProviderPort, public messages::SubscriptionPort {
 public:
  explicit SubscriberProvider(SubscriberProviderConfig config);
  SubscriberProvider(const SubscriberProvider&) = delete;
  SubscriberProvider& operator=(const SubscriberProvider&) = delete;
  // What still waits or is held is reported.
  ~SubscriberProvider() override;

  std::uint64_t instance() const override { return config_.instance; }
  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;
  void SendBefore(const journey::Message& message, std::chrono::steady_clock::time_point start_by,
                  std::function<void(messages::AttemptReport)> done) override;
  bool Recall(std::uint64_t send_id) override;

  absl::StatusOr<Subscriber> Join(std::function<void()> wake, std::uint32_t capacity) override;
  void SetCapacity(Subscriber subscriber, std::uint32_t capacity) override;
  News Take(Subscriber subscriber) override;
  bool Report(Subscriber subscriber, std::uint64_t send_id, std::uint32_t attempt,
              messages::AttemptReport report) override;
  std::size_t Held(Subscriber subscriber) const override;
  void Close(Subscriber subscriber) override;
  void Leave(Subscriber subscriber) override;
  void OnReturn(std::function<void(const std::vector<base::CustomerId>&)> listener) override;
  absl::Duration report_within() const override { return config_.report_within; }

 private:
  using Time = std::chrono::steady_clock::time_point;
  using Done = std::function<void(messages::AttemptReport)>;

  struct Waiting {
    std::shared_ptr<const journey::Message> message;
    Time start_by;
    Done done;
  };
  struct Holding {
    std::shared_ptr<const journey::Message> message;
    Subscriber subscriber = 0;
    Time report_by;
    Done done;
  };
  struct Desk {
    std::function<void()> wake;
    std::uint32_t capacity = 0;
    std::uint32_t held = 0;
    bool closed = false;
    std::vector<std::uint64_t> taken_back;
    bool Free() const { return !closed && held < capacity; }
  };
  // Reports to give once the lock is let go of.
  using Reports = std::vector<std::pair<Done, messages::AttemptReport>>;

  // With the lock held, all of these.
  bool AnyOpen() const;
  void NoteAbsence();
  messages::AttemptReport NobodyThere(std::string why) const;
  void RememberTurnedAway(const journey::Message& message);
  Time Earliest() const;
  void PlanFor(Time deadline);
  void GiveUpWaiting(const messages::AttemptReport& report, Time before, Reports* reports);
  void TurnAwayAll(Reports* reports);
  void TakeBack(Time now, Reports* reports, std::vector<std::function<void()>>* wakes);

  // Without the lock.
  void WakeFree();
  static void Give(Reports reports);
  void RunTimer();

  const SubscriberProviderConfig config_;
  mutable std::mutex mutex_;  // guards all that follows, but the thread
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  absl::flat_hash_map<std::uint64_t, Holding> held_;  // by send id
  std::map<Subscriber, Desk> desks_;
  absl::flat_hash_set<base::CustomerId> turned_away_;  // while nobody was there
  std::function<void(const std::vector<base::CustomerId>&)> on_return_;
  Subscriber last_ = 0;
  Subscriber woken_last_ = 0;                             // so that all get their turn
  Time absent_since_ = std::chrono::steady_clock::now();  // without meaning while AnyOpen()
  Time planned_ = Time::max();
  bool stopping_ = false;
  std::thread timer_;
};

}  // namespace usher::provider
