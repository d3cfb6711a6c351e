#pragma once

#include "absl/time/time.h"
#include "absl/types/span.h"

#include "channel/policy.h"
#include "customer/record.h"

namespace usher::channel {

// The earliest time, not before `now`, at which the policy's minimum gap to the last message that
// counts is over. `contacts` ascend by time.
absl::Time GapUntil(const Policy& policy, absl::Span<const customer::Contact> contacts,
                    absl::Time now);

}  // namespace usher::channel
