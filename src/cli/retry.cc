#include "cli/retry.h"

#include <algorithm>
#include <utility>

#include "cli/rpc_error.h"

namespace usher::cli {
namespace {

constexpr absl::Duration kFirstWait = absl::Milliseconds(100);
constexpr absl::Duration kLongestWait = absl::Seconds(5);
constexpr absl::Duration kTellInterval = absl::Seconds(5);

}  // namespace

bool IsRetryable(grpc::StatusCode code) {
  // CANCELLED is what gRPC answers to calls that reach a server while it shuts down.
  return code == grpc::StatusCode::UNAVAILABLE || code == grpc::StatusCode::RESOURCE_EXHAUSTED ||
         code == grpc::StatusCode::DEADLINE_EXCEEDED || code == grpc::StatusCode::ABORTED ||
         code == grpc::StatusCode::CANCELLED;
}

Retry::Retry(absl::Duration patience, Timing* timing, OnTrouble on_trouble)
    : patience_(patience),
      timing_(timing),
      on_trouble_(std::move(on_trouble)),
      random_(std::random_device{}()) {}

std::uint64_t Retry::retries() {
  const std::lock_guard lock(mutex_);
  return retries_;
}

void Retry::OnSuccess() {
  const std::lock_guard lock(mutex_);
  failing_since_.reset();
}

absl::Duration Retry::BackOff(int attempt) {
  const double jitter = std::uniform_real_distribution<double>(0.5, 1)(random_);
  // Beyond 2^6 the longest wait has been reached anyway.
  return std::min(kLongestWait, kFirstWait * (1 << std::min(attempt - 1, 6))) * jitter;
}

bool Retry::WaitAfter(const grpc::Status& status, int attempt) {
  absl::Duration wait;
  {
    const std::lock_guard lock(mutex_);
    const absl::Time now = timing_->Now();
    if (!failing_since_) failing_since_ = now;
    const absl::Duration patience_left = *failing_since_ + patience_ - now;
    if (patience_left <= absl::ZeroDuration()) return false;
    // What the gateway asks for is a lower bound; the rest spreads those who wait for the same.
    wait = DetailsOf(status).retry_delay + BackOff(attempt);
    wait = std::min(wait, patience_left);
    ++retries_;
    const bool overload = status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED;
    if (on_trouble_ && !overload && now - told_at_ >= kTellInterval) {
      told_at_ = now;
      on_trouble_(status);
    }
  }
  timing_->Sleep(wait);
  return true;
}

}  // namespace usher::cli
