#pragma once

#include "channel/policy.h"
#include "channel/policy_fields.h"
#include "usher/v1/policy.pb.h"

namespace usher::channel {

// Checks and reads how recently customers have to have been heard of.
void LoadEngagement(const usher::v1::Policy& proto, PolicyFields& fields, Policy* policy);

}  // namespace usher::channel
