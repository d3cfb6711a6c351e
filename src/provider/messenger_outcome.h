#pragma once

#include "messages/provider_port.h"
#include "provider/http_port.h"

namespace usher::provider {

// What the end of a call of Messenger's Send API means for its message; docs/providers/chat.md has
// the table.
messages::AttemptReport MessengerOutcome(const HttpResult& result);

}  // namespace usher::provider
