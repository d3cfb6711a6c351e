#include "channel/pace.h"

#include <algorithm>

namespace usher::channel {
namespace {

constexpr double kRampFrom = 0.1;
constexpr auto kEarly = std::chrono::milliseconds(100);

using Seconds = std::chrono::duration<double>;

}  // namespace

Moment::duration Pace::Interval(Moment now) const {
  if (limit_.per_second <= 0) return Moment::duration::zero();
  double share = 1;
  if (limit_.ramp_up > absl::ZeroDuration()) {
    const double passed = Seconds(now - ramp_from_).count();
    share = std::clamp(passed / absl::ToDoubleSeconds(limit_.ramp_up), kRampFrom, 1.0);
  }
  return std::chrono::duration_cast<Moment::duration>(Seconds(1 / (limit_.per_second * share)));
}

Moment Pace::NextStart(Moment now) const {
  if (limit_.per_second <= 0) return now;
  // The whole allowance would let one more start than the interval does.
  const Moment::duration early =
      std::max(Moment::duration(kEarly) - Interval(now), Moment::duration::zero());
  return next_ - early;
}

void Pace::Started(Moment now) {
  if (limit_.per_second <= 0) return;
  next_ = std::max(next_, now) + Interval(now);
}

}  // namespace usher::channel
