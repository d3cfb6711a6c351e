#pragma once

#include "messages/provider_port.h"
#include "provider/http_port.h"

namespace usher::provider {

// What the end of a request to APNs means for its message; docs/providers/apns.md has the table.
messages::AttemptReport ApnsOutcome(const HttpResult& result);

// Whether APNs said that the provider token has expired.
bool ApnsTokenExpired(const HttpResult& result);

}  // namespace usher::provider
