#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "channel/policy.h"
#include "customer/channel.h"
#include "customer/record.h"

namespace usher::channel {

enum class Reachability : std::uint8_t {
  kReachable,
  kNoAddress,  // the channel needs one and the profile has none
  kNoConsent,  // the policy wants consent and none was given
  kOptedOut,   // consent was withdrawn
  kUnengaged,  // nothing was heard of the customer for too long
};

// Whether the profile has an address on `channel`, or the channel needs none: in-app messages find
// the customer in the app, webhooks go to the shop.
bool HasAddress(const customer::Profile& profile, customer::Channel channel);

// Whether the customer can and may be reached on `channel` with a message of `category`. A missing
// address is told first.
//
// A consent has a scope: one channel or all, and one category or all. All categories are those but
// `transactional` and those whose class ignores consent; these are covered only by consents that
// name them. Within one scope the latest consent counts, of equally late ones the withdrawal.
// Among the scopes that cover the message a withdrawal wins, wide or narrow, early or late: it is
// lifted only by a later grant of the same scope. Without a withdrawal, a class that ignores
// consent and a country of opt-out need nothing, a country of opt-in needs one grant that covers
// the message, and one of soft opt-in needs that or, on some channels, a purchase not long before
// `now`. A class with consent topics asks so for each of them instead of the category, which then
// counts only if it was withdrawn.
//
// Consent given, a customer has to be engaged: has had an event, or become known, recently enough
// for each of the policy's rules of the channel, unless the class ignores them.
Reachability Reach(const Policy& policy, const customer::Record& record, absl::Time now,
                   customer::Channel channel, absl::string_view category);

}  // namespace usher::channel
