#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"

namespace usher::simulation {

// Chance, the same for the same seed on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  // 0 to sides - 1.
  int Roll(int sides) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(sides)); }
  bool Percent(int percent) { return Roll(100) < percent; }
  // Up to `max`, in milliseconds.
  absl::Duration UpTo(absl::Duration max) {
    return absl::Milliseconds(Roll(static_cast<int>(absl::ToInt64Milliseconds(max)) + 1));
  }

 private:
  std::mt19937_64 engine_;
};

// Real time of the simulated world, and everything on its way from one part of it to another.
class Network {
 public:
  explicit Network(Dice* dice) : dice_(*dice) {}

  absl::Duration now() const { return now_; }
  void Advance(absl::Duration span) { now_ += span; }

  // `arrive` happens after `delay`; what arrives at the same time does so in any order.
  void After(absl::Duration delay, absl::AnyInvocable<void()> arrive) {
    pending_.emplace(std::pair(now_ + delay, dice_.Roll(1 << 20)), std::move(arrive));
  }
  // Lets one thing arrive if it is time.
  bool ArriveOne() {
    if (pending_.empty() || pending_.begin()->first.first > now_) return false;
    auto arrive = std::move(pending_.begin()->second);
    pending_.erase(pending_.begin());
    arrive();
    return true;
  }
  // Nothing that is on its way arrives any more.
  void Clear() { pending_.clear(); }

 private:
  Dice& dice_;
  absl::Duration now_;
  std::multimap<std::pair<absl::Duration, int>, absl::AnyInvocable<void()>> pending_;
};

}  // namespace usher::simulation
