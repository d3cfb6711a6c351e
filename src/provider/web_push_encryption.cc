#include "provider/web_push_encryption.h"

#include <array>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "provider/hmac.h"

namespace usher::provider {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kKeyBytes = 16;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr char kRecordBytes[] = {0, 0, 0x10, 0};  // 4,096
constexpr char kLastRecord = 2;                   // what ends the text of the last record

// HKDF (RFC 5869) with SHA-256, of at most 32 bytes.
std::string Derive(absl::string_view salt, absl::string_view secret, absl::string_view info,
                   std::size_t size) {
  return HmacSha256(HmacSha256(salt, secret), absl::StrCat(info, "\x01")).substr(0, size);
}

// Texts that end with a zero byte, as the infos of both RFCs do.
template <std::size_t Size>
absl::string_view WithZero(const char (&text)[Size]) {
  return {text, Size};
}

absl::StatusOr<std::string> SealRecord(absl::string_view key, absl::string_view nonce,
                                       absl::string_view text) {
  struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  };
  const std::unique_ptr<EVP_CIPHER_CTX, Free> context(EVP_CIPHER_CTX_new());
  const auto bytes = [](absl::string_view of) {
    return reinterpret_cast<const unsigned char*>(of.data());
  };
  std::string sealed(text.size() + kTagBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(sealed.data());
  int size = 0;
  int rest = 0;
  if (EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, bytes(key), bytes(nonce)) !=
          1 ||
      EVP_EncryptUpdate(context.get(), out, &size, bytes(text), static_cast<int>(text.size())) !=
          1 ||
      EVP_EncryptFinal_ex(context.get(), out + size, &rest) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, out + text.size()) != 1) {
    return absl::InternalError("OpenSSL did not encrypt");
  }
  return sealed;
}

}  // namespace

absl::StatusOr<std::string> EncryptWebPush(absl::string_view text, absl::string_view browser_key,
                                           absl::string_view auth) {
  const auto own = PrivateKey::NewP256();
  if (!own.ok()) return own.status();
  std::array<unsigned char, kSaltBytes> salt{};
  if (RAND_bytes(salt.data(), kSaltBytes) != 1) {
    return absl::InternalError("OpenSSL has no randomness");
  }
  return EncryptWebPush(text, browser_key, auth, **own,
                        {reinterpret_cast<const char*>(salt.data()), salt.size()});
}

absl::StatusOr<std::string> EncryptWebPush(absl::string_view text, absl::string_view browser_key,
                                           absl::string_view auth, const PrivateKey& own,
                                           absl::string_view salt) {
  if (text.size() > kWebPushTextBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the message has ", text.size(), " bytes; Web Push takes at most ", kWebPushTextBytesMax));
  }
  const auto shared = own.Agree(browser_key);
  if (!shared.ok()) return shared.status();
  const std::string own_key = own.PublicPoint();
  const std::string secret =
      Derive(auth, *shared, absl::StrCat(WithZero("WebPush: info"), browser_key, own_key), 32);
  const std::string key = Derive(salt, secret, WithZero("Content-Encoding: aes128gcm"), kKeyBytes);
  const std::string nonce = Derive(salt, secret, WithZero("Content-Encoding: nonce"), kNonceBytes);
  const auto record =
      SealRecord(key, nonce, absl::StrCat(text, absl::string_view(&kLastRecord, 1)));
  if (!record.ok()) return record.status();
  const char key_size = static_cast<char>(own_key.size());
  return absl::StrCat(salt, absl::string_view(kRecordBytes, sizeof kRecordBytes),
                      absl::string_view(&key_size, 1), own_key, *record);
}

}  // namespace usher::provider
