#include "base/clock.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/time/clock.h"

namespace usher::base {
namespace {

// Elapsed real time must not jump with the machine's calendar clock.
absl::Duration SteadyElapsed() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

Clock::Clock(absl::Time start, double speed, Elapsed elapsed)
    : speed_(speed),
      start_(start),
      elapsed_(elapsed ? std::move(elapsed) : SteadyElapsed),
      real_start_(elapsed_()),
      latest_ms_(absl::ToUnixMillis(start)) {}

absl::Time Clock::Now() const {
  std::int64_t latest = latest_ms_.load(std::memory_order_relaxed);
  if (speed_ == 0) return absl::FromUnixMillis(latest);
  const absl::Time now = start_ + (elapsed_() - real_start_) * speed_ +
                         absl::Milliseconds(correction_ms_.load(std::memory_order_relaxed));
  const std::int64_t now_ms = absl::ToUnixMillis(now);
  while (now_ms > latest && !latest_ms_.compare_exchange_weak(latest, now_ms)) {
  }
  return absl::FromUnixMillis(std::max(now_ms, latest));
}

void Clock::Advance(absl::Time to) {
  const std::int64_t to_ms = absl::ToUnixMillis(to);
  std::int64_t latest = latest_ms_.load();
  while (to_ms > latest && !latest_ms_.compare_exchange_weak(latest, to_ms)) {
  }
}

void Clock::Correct(absl::Duration offset) {
  if (speed_ != 1) return;
  const std::int64_t step = std::clamp<std::int64_t>(absl::ToInt64Milliseconds(offset), -250, 250);
  correction_ms_.fetch_add(step, std::memory_order_relaxed);
}

absl::Duration Clock::ToReal(absl::Duration span) const {
  if (speed_ == 0) return absl::InfiniteDuration();
  return span / speed_;
}

absl::Duration Clock::FromReal(absl::Duration real) const {
  return speed_ == 0 ? real : real * speed_;
}

}  // namespace usher::base
