#include "web/reporter.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/log.h"

namespace usher::web {
namespace {

bool MayBeRepeated(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status);
}

void LogLoss(const messages::Feedback& feedback, const absl::Status& status) {
  // Nobody is known any more whom it could be about: there is nothing to lose.
  if (status.ok() || absl::IsNotFound(status)) return;
  base::Log(base::LogLevel::kError, "web_report_lost",
            {{"kind", absl::StrCat(static_cast<int>(feedback.kind))},
             {"channel", std::string(customer::ChannelName(feedback.channel))},
             {"why", status.ToString()}});
}

}  // namespace

Reporter::Reporter(std::shared_ptr<messages::FeedbackPort> port, ReporterConfig config)
    : port_(std::move(port)), config_(config), thread_([this] { Repeat(); }) {}

Reporter::~Reporter() { Drain(absl::ZeroDuration()); }

void Reporter::Report(messages::Feedback feedback, std::function<void(absl::Status)> done) {
  const auto now = std::chrono::steady_clock::now();
  auto item = std::make_shared<Item>(Item{std::move(feedback), std::move(done),
                                          now + absl::ToChronoNanoseconds(config_.give_up_after),
                                          config_.wait});
  {
    const std::lock_guard<std::mutex> lock(shared_->mutex);
    if (!shared_->stopped && shared_->under_way < config_.reports_max) {
      ++shared_->under_way;
    } else {
      item->give_up_at = {};
    }
  }
  if (item->give_up_at == Time()) {
    const absl::Status status = absl::ResourceExhaustedError("too many reports are under way");
    LogLoss(item->feedback, status);
    item->done(status);
    return;
  }
  Give(item);
}

void Reporter::Give(const ItemPtr& item) {
  port_->Report(item->feedback,
                [item, shared = shared_, config = config_](const absl::Status& status) {
                  Settle(*shared, config, item, status);
                });
}

void Reporter::Settle(Shared& shared, const ReporterConfig& config, const ItemPtr& item,
                      const absl::Status& status) {
  const auto again = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(item->wait);
  {
    const std::lock_guard<std::mutex> lock(shared.mutex);
    if (MayBeRepeated(status) && !shared.stopped && again < item->give_up_at) {
      item->wait = std::min(item->wait * 2, config.wait_max);
      shared.waiting.emplace_back(again, item);
      shared.changed.notify_all();
      return;
    }
  }
  LogLoss(item->feedback, status);
  item->done(status);
  const std::lock_guard<std::mutex> lock(shared.mutex);
  --shared.under_way;
  shared.changed.notify_all();
}

void Reporter::Repeat() {
  std::unique_lock<std::mutex> lock(shared_->mutex);
  while (!shared_->stopped) {
    const Time now = std::chrono::steady_clock::now();
    std::vector<ItemPtr> due;
    Time next = Time::max();
    auto& waiting = shared_->waiting;
    for (const auto& [at, item] : waiting) {
      if (at <= now) {
        due.push_back(item);
      } else {
        next = std::min(next, at);
      }
    }
    waiting.erase(std::remove_if(waiting.begin(), waiting.end(),
                                 [now](const auto& each) { return each.first <= now; }),
                  waiting.end());
    if (!due.empty()) {
      lock.unlock();
      for (const ItemPtr& item : due) Give(item);
      lock.lock();
    } else if (next == Time::max()) {
      shared_->changed.wait(lock);
    } else {
      shared_->changed.wait_until(lock, next);
    }
  }
}

void Reporter::Drain(absl::Duration grace) {
  std::vector<std::pair<Time, ItemPtr>> left;
  {
    std::unique_lock<std::mutex> lock(shared_->mutex);
    shared_->changed.wait_for(lock, absl::ToChronoNanoseconds(grace),
                              [this] { return shared_->under_way == 0; });
    shared_->stopped = true;
    left = std::exchange(shared_->waiting, {});
    shared_->changed.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  for (const auto& [at, item] : left) {
    Settle(*shared_, config_, item, absl::UnavailableError("the gateway is shutting down"));
  }
}

}  // namespace usher::web
