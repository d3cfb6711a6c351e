#include "provider/subscriber_provider.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace usher::provider {

using journey::AttemptResult;
using messages::AttemptReport;
using std::chrono::steady_clock;

namespace {

constexpr absl::Duration kPauseMin = absl::Seconds(5);
constexpr absl::Duration kPauseMax = absl::Minutes(5);
constexpr std::size_t kTurnedAwayMax = 10'000;

AttemptReport AllBusy() {
  return {AttemptResult::kNotStarted, "every subscriber holds as many deliveries as it can",
          kPauseMin};
}

AttemptReport Unknown(std::string why) { return {AttemptResult::kUnknown, std::move(why)}; }

}  // namespace

SubscriberProvider::SubscriberProvider(SubscriberProviderConfig config)
    : config_(std::move(config)), timer_([this] { RunTimer(); }) {}

SubscriberProvider::~SubscriberProvider() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  timer_.join();
  Reports reports;
  for (Waiting& waiting : waiting_) {
    reports.emplace_back(
        std::move(waiting.done),
        AttemptReport{AttemptResult::kNotStarted, "the gateway shuts down", kPauseMin});
  }
  for (auto& [id, held] : held_) {
    reports.emplace_back(std::move(held.done), Unknown("the gateway shut down before a report"));
  }
  Give(std::move(reports));
}

void SubscriberProvider::Send(const journey::Message& message,
                              std::function<void(AttemptReport)> done) {
  SendBefore(message, steady_clock::now() + absl::ToChronoMilliseconds(config_.report_within),
             std::move(done));
}

void SubscriberProvider::SendBefore(const journey::Message& message, Time start_by,
                                    std::function<void(AttemptReport)> done) {
  std::optional<AttemptReport> refusal;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!AnyOpen()) {
      refusal = NobodyThere(absl::StrCat("no subscriber of ", config_.channel, " is connected"));
      RememberTurnedAway(message);
    } else if (waiting_.size() >= config_.waiting_max) {
      refusal = AllBusy();
    } else {
      waiting_.push_back({std::make_shared<const journey::Message>(message), start_by, done});
      PlanFor(start_by);
    }
  }
  if (refusal) {
    done(*std::move(refusal));
  } else {
    WakeFree();
  }
}

bool SubscriberProvider::Recall(std::uint64_t send_id) {
  Done done;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) {
      return waiting.message->send_id == send_id;
    });
    if (found == waiting_.end()) return false;
    done = std::move(found->done);
    waiting_.erase(found);
  }
  done({AttemptResult::kNotStarted, "called off"});
  return true;
}

absl::StatusOr<SubscriberProvider::Subscriber> SubscriberProvider::Join(std::function<void()> wake,
                                                                        std::uint32_t capacity) {
  Subscriber joined = 0;
  std::vector<base::CustomerId> waiting;
  std::function<void(const std::vector<base::CustomerId>&)> on_return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (desks_.size() >= config_.subscribers_max) {
      return absl::ResourceExhaustedError(
          absl::StrCat("channel ", config_.channel, " has ", config_.subscribers_max,
                       " subscribers at this gateway; use fewer with more capacity"));
    }
    joined = ++last_;
    desks_[joined] = Desk{std::move(wake), capacity, 0, false, {}};
    on_return = on_return_;
    waiting.assign(turned_away_.begin(), turned_away_.end());
    turned_away_.clear();
  }
  if (on_return && !waiting.empty()) on_return(waiting);
  return joined;
}

void SubscriberProvider::OnReturn(
    std::function<void(const std::vector<base::CustomerId>&)> listener) {
  const std::lock_guard<std::mutex> lock(mutex_);
  on_return_ = std::move(listener);
}

void SubscriberProvider::SetCapacity(Subscriber subscriber, std::uint32_t capacity) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto desk = desks_.find(subscriber);
  if (desk != desks_.end()) desk->second.capacity = capacity;
}

messages::SubscriptionPort::News SubscriberProvider::Take(Subscriber subscriber) {
  News news;
  Reports reports;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = desks_.find(subscriber);
    if (found == desks_.end()) return news;
    Desk& desk = found->second;
    news.taken_back = std::exchange(desk.taken_back, {});
    const Time now = steady_clock::now();
    // What must not start any more is not for anybody.
    GiveUpWaiting(AllBusy(), now, &reports);
    // A fair part, so that one who is quick to ask does not take everything.
    const auto open = static_cast<std::size_t>(std::count_if(
        desks_.begin(), desks_.end(), [](const auto& entry) { return entry.second.Free(); }));
    std::size_t part = open == 0 ? 0 : (waiting_.size() + open - 1) / open;
    while (part > 0 && desk.Free() && !waiting_.empty()) {
      Waiting next = std::move(waiting_.front());
      waiting_.pop_front();
      --part;
      ++desk.held;
      const Time report_by = now + absl::ToChronoMilliseconds(config_.report_within);
      news.deliveries.push_back(next.message);
      held_[next.message->send_id] = {next.message, subscriber, report_by, std::move(next.done)};
      PlanFor(report_by);
    }
  }
  Give(std::move(reports));
  return news;
}

bool SubscriberProvider::Report(Subscriber subscriber, std::uint64_t send_id, std::uint32_t attempt,
                                AttemptReport report) {
  Done done;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto held = held_.find(send_id);
    if (held == held_.end() || held->second.subscriber != subscriber ||
        held->second.message->attempt != attempt) {
      return false;
    }
    done = std::move(held->second.done);
    held_.erase(held);
    --desks_.at(subscriber).held;
  }
  done(std::move(report));
  return true;
}

std::size_t SubscriberProvider::Held(Subscriber subscriber) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto desk = desks_.find(subscriber);
  return desk == desks_.end() ? 0 : desk->second.held;
}

void SubscriberProvider::Close(Subscriber subscriber) {
  Reports reports;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto desk = desks_.find(subscriber);
    if (desk != desks_.end() && !std::exchange(desk->second.closed, true)) NoteAbsence();
    if (!AnyOpen()) TurnAwayAll(&reports);
  }
  Give(std::move(reports));
}

void SubscriberProvider::Leave(Subscriber subscriber) {
  Reports reports;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto desk = desks_.find(subscriber);
    const bool was_open = desk != desks_.end() && !desk->second.closed;
    if (desk != desks_.end()) desks_.erase(desk);
    if (was_open) NoteAbsence();
    for (auto held = held_.begin(); held != held_.end();) {
      const auto current = held++;
      if (current->second.subscriber != subscriber) continue;
      reports.emplace_back(std::move(current->second.done),
                           Unknown("the subscriber left without a report"));
      held_.erase(current);
    }
    if (!AnyOpen()) TurnAwayAll(&reports);
  }
  Give(std::move(reports));
}

bool SubscriberProvider::AnyOpen() const {
  return std::any_of(desks_.begin(), desks_.end(),
                     [](const auto& entry) { return !entry.second.closed; });
}

void SubscriberProvider::NoteAbsence() {
  if (!AnyOpen()) absent_since_ = steady_clock::now();
}

AttemptReport SubscriberProvider::NobodyThere(std::string why) const {
  const absl::Duration absent = absl::FromChrono(steady_clock::now() - absent_since_);
  return {AttemptResult::kNotStarted, std::move(why), std::clamp(absent / 2, kPauseMin, kPauseMax)};
}

void SubscriberProvider::RememberTurnedAway(const journey::Message& message) {
  if (turned_away_.size() < kTurnedAwayMax) turned_away_.insert(message.customer);
}

void SubscriberProvider::TurnAwayAll(Reports* reports) {
  for (const Waiting& waiting : waiting_) RememberTurnedAway(*waiting.message);
  GiveUpWaiting(NobodyThere("the last subscriber left"), Time::max(), reports);
}

void SubscriberProvider::PlanFor(Time deadline) {
  if (deadline >= planned_) return;
  planned_ = deadline;
  changed_.notify_all();
}

SubscriberProvider::Time SubscriberProvider::Earliest() const {
  Time earliest = Time::max();
  for (const Waiting& waiting : waiting_) earliest = std::min(earliest, waiting.start_by);
  for (const auto& [id, held] : held_) earliest = std::min(earliest, held.report_by);
  return earliest;
}

void SubscriberProvider::GiveUpWaiting(const AttemptReport& report, Time before, Reports* reports) {
  std::erase_if(waiting_, [&](Waiting& waiting) {
    if (waiting.start_by >= before) return false;
    reports->emplace_back(std::move(waiting.done), report);
    return true;
  });
}

void SubscriberProvider::TakeBack(Time now, Reports* reports,
                                  std::vector<std::function<void()>>* wakes) {
  for (auto held = held_.begin(); held != held_.end();) {
    const auto current = held++;
    if (current->second.report_by > now) continue;
    Desk& desk = desks_.at(current->second.subscriber);
    --desk.held;
    if (desk.taken_back.empty()) wakes->push_back(desk.wake);
    desk.taken_back.push_back(current->first);
    reports->emplace_back(std::move(current->second.done),
                          Unknown(absl::StrCat("the subscriber did not report within ",
                                               absl::FormatDuration(config_.report_within))));
    held_.erase(current);
  }
}

void SubscriberProvider::WakeFree() {
  // Each takes its part, so that few are woken for little.
  for (std::size_t turns = config_.subscribers_max; turns > 0; --turns) {
    std::function<void()> wake;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (waiting_.empty()) return;
      auto desk = desks_.upper_bound(woken_last_);
      for (std::size_t i = 0; i < desks_.size(); ++i, ++desk) {
        if (desk == desks_.end()) desk = desks_.begin();
        if (desk->second.Free()) break;
      }
      if (desk == desks_.end() || !desk->second.Free()) return;
      woken_last_ = desk->first;
      wake = desk->second.wake;
    }
    wake();
  }
}

void SubscriberProvider::Give(Reports reports) {
  for (auto& [done, report] : reports) done(std::move(report));
}

void SubscriberProvider::RunTimer() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    if (planned_ == Time::max()) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, planned_);
    }
    const Time now = steady_clock::now();
    if (stopping_ || planned_ > now) continue;
    Reports reports;
    std::vector<std::function<void()>> wakes;
    GiveUpWaiting(AllBusy(), now, &reports);
    TakeBack(now, &reports, &wakes);
    planned_ = Earliest();
    lock.unlock();
    Give(std::move(reports));
    for (const auto& wake : wakes) wake();
    WakeFree();
    lock.lock();
  }
}

}  // namespace usher::provider
