#pragma once

#include <cstdint>

#include "journey/input.h"
#include "messages/provider_port.h"
#include "provider/http_port.h"

namespace usher::provider {

// What the end of a call of WhatsApp's Cloud API means for its message; docs/providers/whatsapp.md
// has the table.
messages::AttemptReport WhatsappOutcome(const HttpResult& result);

// What one of the codes means that the table knows; kRejected for others.
journey::AttemptResult WhatsappCodeResult(std::int64_t code);

}  // namespace usher::provider
