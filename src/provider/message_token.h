#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "journey/compose.h"
#include "messages/feedback_port.h"

namespace usher::provider {

// What a token is for; one for another purpose is none. Its texts are in links and mails for ever.
inline constexpr absl::string_view kUnsubscribePurpose = "v1";
inline constexpr absl::string_view kMailPurpose = "m1";

// A token that names a message and its customer, and that only whoever has the key can have made:
// purpose "." payload "." signature, both in Base64 for URLs without padding. The payload is JSON
// with customer_id or anonymous_id, channel, category, send_id; the signature is HMAC-SHA256, with
// the key as it stands in its file, over all that precedes the second dot.
std::string MessageToken(absl::string_view purpose, const journey::Message& message,
                         absl::string_view key);

// What such a token names: customer_id or anonymous_id, channel, category and send_id. NOT_FOUND
// unless it is one for this purpose that was signed with one of `keys`.
absl::StatusOr<messages::Feedback> ReadMessageToken(absl::string_view purpose,
                                                    absl::string_view token,
                                                    const std::vector<std::string>& keys);

}  // namespace usher::provider
