#pragma once

#include <string>

#include "channel/policy.h"
#include "customer/record.h"

namespace usher::channel {

// The customer's country as a code of two upper-case letters: the profile's or, if that is not
// known, the policy's default; "" if neither is.
std::string CustomerCountry(const Policy& policy, const customer::Profile& profile);

}  // namespace usher::channel
