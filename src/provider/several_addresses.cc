#include "provider/several_addresses.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;

// The lowest one counts for all.
int RankOf(AttemptResult result) {
  switch (result) {
    case AttemptResult::kSent:
      return 0;
    case AttemptResult::kUnknown:
    case AttemptResult::kUnknownRepeatable:
      return 1;
    case AttemptResult::kThrottled:
      return 2;
    case AttemptResult::kTemporary:
      return 3;
    case AttemptResult::kNotStarted:
      return 4;
    case AttemptResult::kComplaint:
      return 5;
    case AttemptResult::kRejected:
      return 6;
    case AttemptResult::kDeadAddress:
      break;
  }
  return 7;
}

// The answers for all addresses of one message, which come on any thread.
class Gathering {
 public:
  Gathering(std::size_t expected, std::function<void(AttemptReport)> done)
      : expected_(expected), done_(std::move(done)) {}

  void Take(const std::string& address, AttemptReport report) {
    {
      const std::lock_guard lock(mutex_);
      if (report.result == AttemptResult::kDeadAddress) dead_.push_back(address);
      if (report.result == AttemptResult::kSent) ++sent_;
      retry_after_ = std::max(retry_after_, report.retry_after);
      provider_fault_ = provider_fault_ || report.provider_fault;
      if (taken_++ == 0 || RankOf(report.result) < RankOf(all_.result)) all_ = std::move(report);
      if (taken_ < expected_) return;
    }
    all_.retry_after = retry_after_;
    all_.provider_fault = provider_fault_;
    all_.dead_addresses = std::move(dead_);
    if (all_.result != AttemptResult::kSent || sent_ < expected_) {
      absl::StrAppend(&all_.detail, all_.detail.empty() ? "" : "; ", "taken for ", sent_, " of ",
                      expected_, " addresses");
    }
    done_(std::move(all_));
  }

 private:
  const std::size_t expected_;
  const std::function<void(AttemptReport)> done_;
  std::mutex mutex_;  // guards all that follows, until the last answer
  std::size_t taken_ = 0;
  std::size_t sent_ = 0;
  AttemptReport all_;
  std::vector<std::string> dead_;
  absl::Duration retry_after_;
  bool provider_fault_ = false;
};

}  // namespace

void SeveralAddresses::Send(const journey::Message& message,
                            std::function<void(AttemptReport)> done) {
  if (message.more_addresses.empty()) {
    one_->Send(message, std::move(done));
    return;
  }
  const auto gathering =
      std::make_shared<Gathering>(1 + message.more_addresses.size(), std::move(done));
  journey::Message to_one = message;
  to_one.more_addresses.clear();
  const auto send = [&](const std::string& address) {
    to_one.address = address;
    one_->Send(to_one, [gathering, address](AttemptReport report) {
      gathering->Take(address, std::move(report));
    });
  };
  send(message.address);
  for (const std::string& address : message.more_addresses) send(address);
}

}  // namespace usher::provider
