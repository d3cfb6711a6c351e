#pragma once

#include "channel/policy.h"
#include "channel/policy_fields.h"
#include "usher/v1/policy.pb.h"

namespace usher::channel {

// Checks and reads what opens and ends conversations, and the words that stop messages.
void LoadConversation(const usher::v1::Policy& proto, PolicyFields& fields, Policy* policy);

}  // namespace usher::channel
