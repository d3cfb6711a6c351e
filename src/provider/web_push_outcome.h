#pragma once

#include "messages/provider_port.h"
#include "provider/http_port.h"

namespace usher::provider {

// What the end of a request to a push service (RFC 8030) means for its message;
// docs/providers/web-push.md has the table.
messages::AttemptReport WebPushOutcome(const HttpResult& result);

}  // namespace usher::provider
