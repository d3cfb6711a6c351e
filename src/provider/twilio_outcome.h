#pragma once

#include "messages/provider_port.h"
#include "provider/http_port.h"

namespace usher::provider {

// What the end of a call of Twilio's Messages resource means for its message; docs/providers/sms.md
// has the table. Codes as in Twilio's Error and Warning Dictionary.
messages::AttemptReport TwilioOutcome(const HttpResult& result);

}  // namespace usher::provider
