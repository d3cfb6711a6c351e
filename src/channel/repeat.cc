#include "channel/repeat.h"

#include <algorithm>

namespace usher::channel {

absl::Time RepeatUntil(const Policy& policy, absl::Span<const customer::Contact> contacts,
                       std::uint64_t content, absl::Time now) {
  if (policy.no_repeat_within == absl::ZeroDuration() || content == 0) return now;
  for (auto contact = contacts.rbegin(); contact != contacts.rend(); ++contact) {
    if (contact->content == content) return std::max(now, contact->at + policy.no_repeat_within);
  }
  return now;
}

}  // namespace usher::channel
