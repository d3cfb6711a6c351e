#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace usher::provider {

// HMAC with SHA-256 (RFC 2104): 32 bytes.
std::string HmacSha256(absl::string_view key, absl::string_view text);
// The same with SHA-1, for those who sign so: 20 bytes.
std::string HmacSha1(absl::string_view key, absl::string_view text);

// Whether two texts are the same, in a time that tells nothing but their sizes.
bool EqualInConstantTime(absl::string_view a, absl::string_view b);

// Whether two texts are the same, in a time that tells nothing but their sizes.
bool EqualInConstantTime(absl::string_view a, absl::string_view b);

}  // namespace usher::provider
