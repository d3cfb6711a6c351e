#include "channel/throughput.h"

#include <algorithm>

namespace usher::channel {
namespace {

constexpr absl::Duration kAwayMin = absl::Seconds(1);
constexpr absl::Duration kAwayMax = absl::Hours(1);
constexpr absl::Duration kFirstPause = absl::Seconds(1);
constexpr int kDoublingsMax = 6;
// Between those who come back to a provider without a rate.
constexpr auto kSpacing = std::chrono::milliseconds(5);

}  // namespace

Moment Throughput::NextStart(Moment now) const {
  const Moment allowed = std::max(breaker_.NextStart(now), paused_until_);
  if (allowed == Moment::max() || under_way_ >= limits_.concurrency) return Moment::max();
  return std::max(allowed, pace_.NextStart(now));
}

void Throughput::Started(Moment now) {
  ++under_way_;
  breaker_.Started();
  pace_.Started(now);
}

bool Throughput::Ended(ProviderState state, absl::Duration retry_after, Moment now) {
  --under_way_;
  if (state == ProviderState::kThrottles) {
    // Those that were under way together are throttled together, which is to count once.
    if (now >= paused_until_) throttled_ = std::min(throttled_ + 1, kDoublingsMax + 1);
    absl::Duration pause = std::min(retry_after, kAwayMax);
    if (pause <= absl::ZeroDuration()) pause = kFirstPause * (1 << std::max(throttled_ - 1, 0));
    paused_until_ = std::max(paused_until_, now + absl::ToChronoNanoseconds(pause));
    pace_.RampUp(paused_until_);
  } else if (state == ProviderState::kWorks) {
    throttled_ = 0;
  }
  const bool turned = breaker_.Ended(state == ProviderState::kFails, now);
  if (turned && !breaker_.open()) pace_.RampUp(now);
  return turned;
}

absl::Duration Throughput::ComeBackAfter(Moment now) {
  Moment first = NextStart(now);
  if (first == Moment::max()) first = now;
  first = std::max(first, now + absl::ToChronoNanoseconds(kAwayMin));
  line_ = std::max(first, line_ + std::max<Moment::duration>(pace_.Interval(now), kSpacing));
  return std::min(absl::FromChrono(line_ - now), kAwayMax);
}

}  // namespace usher::channel
