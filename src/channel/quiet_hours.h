#pragma once

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

#include "channel/policy.h"
#include "channel/zone.h"
#include "customer/channel.h"

// Quiet hours begin and end when the customer's clock first shows the time, or, on a day when it
// skips that time, right after the skip. So 21:00 to 02:30 ends at the first 02:30 of a day that
// has two.
//
// Of a customer of unknown zone nothing is known but that it is always night somewhere: zones span
// 26 hours. What is safe for most is the middle of the day. Messages wait for the middle hour, in
// UTC, of the longest stretch of the day without quiet hours: for 21:00 to 08:00 that is 14:00 to
// 15:00 UTC, when nobody between UTC-6 and UTC+6 has quiet hours.
namespace usher::channel {

// Whether `rule` is for messages on `channel` to customers of `country`; empty: the country is not
// known, and the rules of all countries hold.
bool Concerns(const QuietHours& rule, customer::Channel channel, absl::string_view country);

// The earliest time, not before `now`, at which no rule keeps `channel` quiet; InfiniteFuture if
// rules leave no time of day.
absl::Time QuietUntil(absl::Span<const QuietHours> rules, customer::Channel channel, absl::Time now,
                      const Zone& zone, absl::string_view country = {});

// The name of a rule that keeps `channel` quiet at `now`, or "unknown-zone" if none is known to;
// only to be asked when QuietUntil gives a later time. Lives as long as the rules.
absl::string_view QuietRule(absl::Span<const QuietHours> rules, customer::Channel channel,
                            absl::Time now, const Zone& zone, absl::string_view country = {});

// Whether the rules leave `channel` any time of day, wherever the customer is.
bool LeavesTime(absl::Span<const QuietHours> rules, customer::Channel channel);

}  // namespace usher::channel
