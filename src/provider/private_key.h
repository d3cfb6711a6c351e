#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include <openssl/types.h>

namespace usher::provider {

// A private key that signs as JSON Web Signatures want it (RFC 7518). Thread-safe.
class PrivateKey {
 public:
  // What keys are for: RS256 takes RSA of at least 2,048 bits, ES256 the curve P-256.
  enum class Kind { kRs256, kEs256 };

  // Reads an unencrypted key in PEM, as PKCS #8 or in its older forms. INVALID_ARGUMENT when it is
  // none, or of another kind; the error shows nothing of it.
  static absl::StatusOr<std::shared_ptr<const PrivateKey>> FromPem(absl::string_view pem,
                                                                   Kind kind);
  // A key of P-256 by its number, 32 bytes in network order. INVALID_ARGUMENT when it is none.
  static absl::StatusOr<std::shared_ptr<const PrivateKey>> FromScalar(absl::string_view scalar);
  // A new key of P-256. INTERNAL when there is no randomness.
  static absl::StatusOr<std::shared_ptr<const PrivateKey>> NewP256();

  ~PrivateKey();
  PrivateKey(const PrivateKey&) = delete;
  PrivateKey& operator=(const PrivateKey&) = delete;

  Kind kind() const { return kind_; }
  // The signature over SHA-256 of `text`: PKCS #1 v1.5 for RS256, 64 bytes of r and s for ES256.
  // INTERNAL when OpenSSL fails.
  absl::StatusOr<std::string> Sign(absl::string_view text) const;
  // The public key of an ES256 key: 65 bytes, 0x04 and the coordinates.
  std::string PublicPoint() const;
  // What this ES256 key and the public key `point` have in common (ECDH): 32 bytes.
  // INVALID_ARGUMENT unless `point` is 65 bytes of a point on the curve.
  absl::StatusOr<std::string> Agree(absl::string_view point) const;

 private:
  PrivateKey(EVP_PKEY* key, Kind kind) : key_(key), kind_(kind) {}

  EVP_PKEY* const key_;
  const Kind kind_;
};

// INVALID_ARGUMENT unless `point` is an uncompressed point of P-256: 65 bytes on the curve.
absl::Status CheckP256Point(absl::string_view point);

}  // namespace usher::provider
