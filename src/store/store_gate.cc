#include "store/store_gate.h"

#include "absl/strings/str_cat.h"

namespace usher::store {

void StoreGate::Open() {
  const std::lock_guard lock(mutex_);
  why_ = absl::OkStatus();
  open_.store(true, std::memory_order_release);
  changed_.notify_all();
}

void StoreGate::Close(const absl::Status& why) {
  const std::lock_guard lock(mutex_);
  why_ = why;
  open_.store(false, std::memory_order_release);
  changed_.notify_all();
}

absl::Status StoreGate::Enter() {
  if (!is_open()) {
    const std::lock_guard lock(mutex_);
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
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, absl::ToChronoNanoseconds(timeout),
                    [this] { return why_.ok() || absl::IsFailedPrecondition(why_); });
  return why_;
}

}  // namespace usher::store
