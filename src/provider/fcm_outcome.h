#pragma once

#include "messages/provider_port.h"
#include "provider/http_port.h"

namespace usher::provider {

// What the end of a request to FCM means for its message; docs/providers/fcm.md has the table.
messages::AttemptReport FcmOutcome(const HttpResult& result);

}  // namespace usher::provider
