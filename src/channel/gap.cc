#include "channel/gap.h"

#include <algorithm>

namespace usher::channel {

absl::Time GapUntil(const Policy& policy, absl::Span<const customer::Contact> contacts,
                    absl::Time now) {
  if (policy.minimum_gap == absl::ZeroDuration()) return now;
  for (auto contact = contacts.rbegin(); contact != contacts.rend(); ++contact) {
    if (ClassOf(policy, contact->category).uncounted) continue;
    return std::max(now, contact->at + policy.minimum_gap);
  }
  return now;
}

}  // namespace usher::channel
