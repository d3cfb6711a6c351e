#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

#include "channel/policy.h"
#include "channel/zone.h"
#include "customer/record.h"

// Windows are half-open: a message at t counts in [t, t + per) for a rolling cap, and until the
// next local midnight, Monday or first of a month for a calendar cap, whose days are 23 or 25 hours
// long when clocks change. A calendar cap for a customer of unknown zone counts in rolling windows
// that are as long as the longest day (26 hours), week (170 hours) or month (746 hours) of any zone
// in use, so that whichever zone is the customer's, no day, week or month holds more than the cap
// allows.
namespace usher::channel {

// Whether `cap` holds and counts messages of this channel, category and journey. Says nothing of
// classes.
bool Concerns(const Cap& cap, customer::Channel channel, absl::string_view category,
              absl::string_view journey);

// The earliest time, not before `now`, at which one more message respects `cap` if none is sent
// before. From then on it is respected. `contacts` ascend by time; one that is in the future
// counts from now on.
absl::Time NextAllowed(const Policy& policy, const Cap& cap,
                       absl::Span<const customer::Contact> contacts, absl::Time now,
                       const Zone& zone);

// How many messages `cap` counts at `now`.
std::uint32_t CountNow(const Policy& policy, const Cap& cap,
                       absl::Span<const customer::Contact> contacts, absl::Time now,
                       const Zone& zone);

}  // namespace usher::channel
