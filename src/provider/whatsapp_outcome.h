#pragma once

#include "messages/provider_port.h"
#include "provider/http_port.h"

namespace usher::provider {

// What the end of a call of WhatsApp's Cloud API means for its message; docs/providers/whatsapp.md
// has the table.
messages::AttemptReport WhatsappOutcome(const HttpResult& result);

}  // namespace usher::provider
