#pragma once

#include <cstddef>

#include "messages/provider_port.h"
#include "provider/smpp_port.h"

namespace usher::provider {

// What the end of a text message of so many segments at a message centre means;
// docs/providers/sms.md has the table. Statuses as in SMPP 3.4, section 5.1.3.
messages::AttemptReport SmppOutcome(const SmppResult& result, std::size_t segments);

}  // namespace usher::provider
