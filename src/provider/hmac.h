#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace usher::provider {

// HMAC with SHA-256 (RFC 2104): 32 bytes.
std::string HmacSha256(absl::string_view key, absl::string_view text);

}  // namespace usher::provider
