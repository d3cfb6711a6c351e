#include "provider/hmac.h"

#include <array>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace usher::provider {

namespace {

std::string Hmac(const EVP_MD* hash, absl::string_view key, absl::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(hash, key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

}  // namespace

std::string HmacSha256(absl::string_view key, absl::string_view text) {
  return Hmac(EVP_sha256(), key, text);
}

std::string HmacSha1(absl::string_view key, absl::string_view text) {
  return Hmac(EVP_sha1(), key, text);
}

bool EqualInConstantTime(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace usher::provider
