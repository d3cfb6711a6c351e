#include "customer/seen_events.h"

#include <algorithm>
#include <iterator>

namespace usher::customer {

void SeenEvents::DropOldest(std::size_t count) {
  events_.erase(events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(count));
  dropped_ += count;
}

void SeenEvents::Merge(const SeenEvents& others) {
  std::vector<SeenEvent> merged;
  merged.reserve(events_.size() + others.size());
  std::merge(events_.begin(), events_.end(), others.begin(), others.end(),
             std::back_inserter(merged),
             [](const SeenEvent& a, const SeenEvent& b) { return a.at_s < b.at_s; });
  dropped_ += events_.size();
  events_ = std::move(merged);
}

SeenEvents SeenEvents::Emptied() const {
  SeenEvents emptied;
  emptied.dropped_ = dropped_ + events_.size();
  return emptied;
}

}  // namespace usher::customer
