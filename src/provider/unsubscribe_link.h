#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "journey/compose.h"

namespace usher::provider {

// What stands for the token in the configured URL.
inline constexpr absl::string_view kTokenPlace = "{token}";

// A token that says who wants no more of what: a MessageToken() for kUnsubscribePurpose.
std::string UnsubscribeToken(const journey::Message& message, absl::string_view key);

// The URL with the token in its place.
std::string UnsubscribeLink(absl::string_view url, const journey::Message& message,
                            absl::string_view key);

}  // namespace usher::provider
