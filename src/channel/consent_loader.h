#pragma once

#include "channel/policy.h"
#include "channel/policy_fields.h"
#include "usher/v1/policy.pb.h"

namespace usher::channel {

// Checks and reads what consent a policy wants.
void LoadConsent(const usher::v1::Policy& proto, PolicyFields& fields, Policy* policy);

}  // namespace usher::channel
