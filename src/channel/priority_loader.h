#pragma once

#include "channel/policy.h"
#include "channel/policy_fields.h"
#include "usher/v1/policy.pb.h"

namespace usher::channel {

// Checks and reads the priorities of a policy.
void LoadPriorities(const usher::v1::Policy& proto, PolicyFields& fields, Policy* policy);

}  // namespace usher::channel
