#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace usher::provider {

// Where a browser takes messages (PushSubscription of the Push API).
struct WebPushSubscription {
  std::string endpoint;  // https URL at a push service, without user and password
  std::string host;      // of the endpoint, in lower case, without its port
  std::string origin;    // of the endpoint: scheme, host and port, as tokens for it name it
  std::string key;       // p256dh: 65 bytes of a point of P-256
  std::string auth;      // 16 bytes
};

// Reads the JSON that browsers make of a subscription:
//   {"endpoint":"https://...","keys":{"p256dh":"...","auth":"..."}}
// Other members do not count. INVALID_ARGUMENT says what is wrong; it shows neither keys nor the
// path of the endpoint, which is a secret too.
absl::StatusOr<WebPushSubscription> ParseWebPushSubscription(absl::string_view address);

// Whether `pattern` names `host`: a host, or *. and a domain for all below it.
bool HostMatches(absl::string_view pattern, absl::string_view host);

}  // namespace usher::provider
