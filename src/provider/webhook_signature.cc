#include "provider/webhook_signature.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "provider/hmac.h"

namespace usher::provider {
namespace {

constexpr std::size_t kKeyBytesMin = 24;
constexpr std::size_t kKeyBytesMax = 64;

bool KeyOf(absl::string_view secret, std::string* key) {
  return absl::Base64Unescape(absl::StripPrefix(secret, "whsec_"), key) &&
         key->size() >= kKeyBytesMin && key->size() <= kKeyBytesMax;
}

}  // namespace

absl::Status CheckWebhookSecret(absl::string_view secret) {
  std::string key;
  if (KeyOf(secret, &key)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("expected secrets such as whsec_ followed by ",
                                                 kKeyBytesMin, " to ", kKeyBytesMax,
                                                 " bytes in Base64"));
}

std::string WebhookSignature(const std::vector<std::string>& secrets, absl::string_view id,
                             absl::Time at, absl::string_view body) {
  const std::string text = absl::StrCat(id, ".", absl::ToUnixSeconds(at), ".", body);
  std::string header;
  for (const std::string& secret : secrets) {
    std::string key;
    if (!KeyOf(secret, &key)) continue;
    absl::StrAppend(&header, header.empty() ? "" : " ", "v1,",
                    absl::Base64Escape(HmacSha256(key, text)));
  }
  return header;
}

}  // namespace usher::provider
