#pragma once

#include "messages/provider_port.h"
#include "provider/http_port.h"

namespace usher::provider {

// What the end of a webhook call means for its message; docs/providers/webhook.md has the table.
messages::AttemptReport WebhookOutcome(const HttpResult& result);

}  // namespace usher::provider
