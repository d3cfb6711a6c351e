#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "journey/compose.h"
#include "messages/feedback_port.h"

namespace usher::provider {

// What stands for the token in the configured URL.
inline constexpr absl::string_view kTokenPlace = "{token}";

// A token that says who wants no more of what: a MessageToken() for kUnsubscribePurpose.
std::string UnsubscribeToken(const journey::Message& message, absl::string_view key);

// The wish that a token stands for, without an id. NOT_FOUND unless it is one that was signed with
// one of `keys`.
absl::StatusOr<messages::Feedback> ReadUnsubscribeToken(absl::string_view token,
                                                        const std::vector<std::string>& keys);

// The URL with the token in its place.
std::string UnsubscribeLink(absl::string_view url, const journey::Message& message,
                            absl::string_view key);

}  // namespace usher::provider
