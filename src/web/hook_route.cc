#include "web/hook_route.h"

#include <cstdint>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/log.h"

namespace usher::web {
namespace {

constexpr int kRefusalsTold = 20;

WebReply AgainLater() {
  WebReply reply;
  reply.status = 503;
  reply.body = "not all of it could be recorded; try again\n";
  reply.headers = {{"Retry-After", "10"}};
  return reply;
}

// Reports of one request, until the last is taken.
class Batch {
 public:
  Batch(std::string name, std::size_t count, WebReply reply, std::shared_ptr<Exchange> exchange)
      : name_(std::move(name)),
        left_(count),
        reply_(std::move(reply)),
        exchange_(std::move(exchange)) {}

  void Take(std::size_t index, const absl::Status& status) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (absl::IsUnavailable(status) || absl::IsResourceExhausted(status)) {
      again_ = true;
    } else if (!status.ok()) {
      Refuse(index, status);
    }
    if (--left_ == 0) exchange_->Reply(again_ ? AgainLater() : std::move(reply_));
  }

 private:
  // Those who post plain text back to themselves may read why.
  void Refuse(std::size_t index, const absl::Status& status) {
    base::Log(absl::IsNotFound(status) ? base::LogLevel::kDebug : base::LogLevel::kWarn,
              "hook_report_refused",
              {{"hook", name_}, {"code", absl::StatusCodeToString(status.code())}});
    if (++refused_ > kRefusalsTold || reply_.type != WebReply().type) return;
    absl::StrAppend(&reply_.body, "[", index, "]: not taken: ", status.message(), "\n");
  }

  const std::string name_;
  std::mutex mutex_;
  std::size_t left_;    // guarded by mutex_
  bool again_ = false;  // guarded by mutex_
  int refused_ = 0;     // guarded by mutex_
  WebReply reply_;      // guarded by mutex_
  const std::shared_ptr<Exchange> exchange_;
};

}  // namespace

HookRoute::HookRoute(Hooks hooks, std::shared_ptr<messages::FeedbackPort> feedback,
                     std::function<absl::Time()> now)
    : hooks_(std::move(hooks)), feedback_(std::move(feedback)), now_(std::move(now)) {}

bool HookRoute::MayLog() const {
  const std::int64_t second = absl::ToUnixSeconds(now_());
  return logged_at_.exchange(second) != second;
}

void HookRoute::Handle(absl::string_view name, const WebRequest& request,
                       const std::shared_ptr<Exchange>& exchange) const {
  const auto hook = hooks_.find(std::string(name));
  if (hook == hooks_.end()) {
    WebReply reply;
    reply.status = 404;
    reply.body = "no provider of this name has an inbound section\n";
    exchange->Reply(std::move(reply));
    return;
  }
  messages::InboundReading reading = hook->second->Read(request, now_());
  if (reading.reply.status >= 400 && MayLog()) {
    base::Log(base::LogLevel::kInfo, "hook_refused",
              {{"hook", hook->first}, {"status", absl::StrCat(reading.reply.status)}});
  }
  if (reading.reports.empty()) {
    exchange->Reply(std::move(reading.reply));
    return;
  }
  auto batch = std::make_shared<Batch>(hook->first, reading.reports.size(),
                                       std::move(reading.reply), exchange);
  for (std::size_t i = 0; i < reading.reports.size(); ++i) {
    feedback_->Report(std::move(reading.reports[i]),
                      [batch, i](const absl::Status& status) { batch->Take(i, status); });
  }
}

}  // namespace usher::web
