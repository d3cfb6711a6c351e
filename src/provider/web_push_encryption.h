#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "provider/private_key.h"

namespace usher::provider {

// Encryption of Web Push messages (RFC 8291), in the content coding aes128gcm (RFC 8188): only the
// browser that made the subscription can read them, not the push service in between.

// What one record of 4,096 bytes holds; push services need not take more.
inline constexpr std::size_t kWebPushTextBytesMax = 3993;

// Encrypts `text` for a browser whose public key is `browser_key` (65 bytes) and whose
// authentication secret is `auth` (16 bytes), with a key and a salt that are used this once.
// INVALID_ARGUMENT when the text is too long or the key is none.
absl::StatusOr<std::string> EncryptWebPush(absl::string_view text, absl::string_view browser_key,
                                           absl::string_view auth);

// The same with the key and the salt (16 bytes) given.
absl::StatusOr<std::string> EncryptWebPush(absl::string_view text, absl::string_view browser_key,
                                           absl::string_view auth, const PrivateKey& own,
                                           absl::string_view salt);

}  // namespace usher::provider
