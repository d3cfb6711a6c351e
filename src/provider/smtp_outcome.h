#pragma once

#include "messages/provider_port.h"
#include "provider/smtp_port.h"

namespace usher::provider {

// What the end of an SMTP dialogue means for its message; docs/providers/smtp.md has the table.
// Enhanced status codes (RFC 3463) decide where there are any: a bare 550 may be about the address
// or about us.
messages::AttemptReport SmtpOutcome(const SmtpResult& result);

}  // namespace usher::provider
