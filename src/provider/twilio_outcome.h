#pragma once

#include <cstdint>

#include "journey/input.h"
#include "messages/provider_port.h"
#include "provider/http_port.h"

namespace usher::provider {

// What the end of a call of Twilio's Messages resource means for its message; docs/providers/sms.md
// has the table. Codes as in Twilio's Error and Warning Dictionary.
messages::AttemptReport TwilioOutcome(const HttpResult& result);

// What one of the codes means that the table knows; kRejected for others.
journey::AttemptResult TwilioCodeResult(std::int64_t code);

}  // namespace usher::provider
