#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "base/value.h"
#include "provider/private_key.h"

namespace usher::provider {

// A JSON Web Token (RFC 7519) in its compact form: `claims` signed with `key`, by RS256 or ES256 as
// the key is. `key_id` becomes the header's kid unless it is empty. INTERNAL when OpenSSL fails.
absl::StatusOr<std::string> JsonWebToken(const PrivateKey& key, absl::string_view key_id,
                                         const base::Value& claims);

}  // namespace usher::provider
