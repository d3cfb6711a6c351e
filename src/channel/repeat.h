#pragma once

#include <cstdint>

#include "absl/time/time.h"
#include "absl/types/span.h"

#include "channel/policy.h"
#include "customer/record.h"

namespace usher::channel {

// When a message of this content (see customer::Contact) may be sent again, not before `now`: `now`
// if it was not sent within the policy's `no_repeat_within`, or if its content is 0. `contacts`
// ascend by time.
absl::Time RepeatUntil(const Policy& policy, absl::Span<const customer::Contact> contacts,
                       std::uint64_t content, absl::Time now);

}  // namespace usher::channel
