#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace usher::provider {

// Standard Webhooks, symmetric signatures (standardwebhooks.com, specification 1.0.0): HMAC-SHA256
// over id, time and body, so that a receiver knows the sender and may refuse what is old.

// INVALID_ARGUMENT unless `secret` is Base64, with or without the prefix whsec_, of 24 to 64 bytes.
// The error does not hold the secret.
absl::Status CheckWebhookSecret(absl::string_view secret);

// The header webhook-signature: one signature for each secret, so that receivers of the old and
// the new one both find theirs while secrets are exchanged. Secrets that are none are left out.
std::string WebhookSignature(const std::vector<std::string>& secrets, absl::string_view id,
                             absl::Time at, absl::string_view body);

// The way back: OK when one of the signatures in the header was made with one of `secrets`, and
// the timestamp is within five minutes of `now`. PERMISSION_DENIED says what is wrong.
absl::Status VerifyWebhook(const std::vector<std::string>& secrets, absl::string_view id,
                           absl::string_view timestamp, absl::string_view signatures,
                           absl::string_view body, absl::Time now);

}  // namespace usher::provider
