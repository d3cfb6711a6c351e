#include "store/store_gate.h"

#include "absl/strings/str_cat.h"

namespace usher::store {

void StoreGate::Open() {
  absl::MutexLock lock(&mutex_);
  why_ = absl::OkStatus();
  open_.store(true, std::memory_order_release);
}

void StoreGate::Close(const absl::Status& why) {
  absl::MutexLock lock(&mutex_);
  why_ = why;
  open_.store(false, std::memory_order_release);
}

absl::Status StoreGate::Enter() {
  if (!is_open()) {
    absl::MutexLock lock(&mutex_);
    if (!why_.ok()) return why_;
  }
  if (calls_.fetch_add(1, std::memory_order_relaxed) >= calls_max_) {
    Leave();
    return absl::ResourceExhaustedError(
        absl::StrCat(calls_max_, " calls to the store are waiting already"));
  }
  return absl::OkStatus();
}

absl::Status StoreGate::AwaitVerdict(absl::Duration timeout) {
  const auto decided = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return why_.ok() || absl::IsFailedPrecondition(why_);
  };
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&decided), timeout);
  return why_;
}

}  // namespace usher::store
