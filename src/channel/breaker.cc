#include "channel/breaker.h"

#include <algorithm>
#include <utility>

namespace usher::channel {

Moment Breaker::NextStart(Moment now) const {
  if (!open_) return now;
  return probing_ ? Moment::max() : until_;
}

bool Breaker::Ended(bool failed, Moment now) {
  if (!failed) {
    failures_ = 0;
    open_for_ = limit_.open_for;
    probing_ = false;
    return std::exchange(open_, false);
  }
  ++failures_;
  if (limit_.failures == 0 || failures_ < limit_.failures) return false;
  // What had started before it opened says nothing new.
  if (open_ && !probing_) return false;
  if (open_) open_for_ = std::min(2 * open_for_, limit_.open_max);
  probing_ = false;
  until_ = now + absl::ToChronoNanoseconds(open_for_);
  return !std::exchange(open_, true);
}

}  // namespace usher::channel
