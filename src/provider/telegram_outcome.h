#pragma once

#include "messages/provider_port.h"
#include "provider/http_port.h"

namespace usher::provider {

// What the end of a call of Telegram's Bot API means for its message; docs/providers/chat.md has
// the table.
messages::AttemptReport TelegramOutcome(const HttpResult& result);

}  // namespace usher::provider
