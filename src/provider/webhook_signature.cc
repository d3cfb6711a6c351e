#include "provider/webhook_signature.h"

#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "provider/hmac.h"

namespace usher::provider {
namespace {

constexpr std::size_t kKeyBytesMin = 24;
constexpr std::size_t kKeyBytesMax = 64;
constexpr std::size_t kIdBytesMax = 256;
constexpr std::size_t kSignaturesMax = 16;
constexpr std::int64_t kAgeMaxSeconds = 300;
constexpr std::int64_t kSecondsMax = 253'402'300'799;  // the end of the year 9999

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

absl::Status VerifyWebhook(const std::vector<std::string>& secrets, absl::string_view id,
                           absl::string_view timestamp, absl::string_view signatures,
                           absl::string_view body, absl::Time now) {
  std::int64_t seconds = 0;
  if (id.empty() || id.size() > kIdBytesMax || !absl::SimpleAtoi(timestamp, &seconds) ||
      seconds < 0 || seconds > kSecondsMax) {
    return absl::PermissionDeniedError("expected webhook-id and webhook-timestamp");
  }
  const std::int64_t age = absl::ToUnixSeconds(now) - seconds;
  if (age > kAgeMaxSeconds || age < -kAgeMaxSeconds) {
    return absl::PermissionDeniedError("webhook-timestamp is more than five minutes off");
  }
  const std::string text = absl::StrCat(id, ".", timestamp, ".", body);
  std::vector<std::string> right;
  for (const std::string& secret : secrets) {
    std::string key;
    if (KeyOf(secret, &key)) right.push_back(absl::Base64Escape(HmacSha256(key, text)));
  }
  bool is_signed = false;
  std::vector<absl::string_view> given = absl::StrSplit(signatures, ' ');
  if (given.size() > kSignaturesMax) given.resize(kSignaturesMax);
  for (absl::string_view signature : given) {
    if (!absl::ConsumePrefix(&signature, "v1,")) continue;
    for (const std::string& one : right) is_signed |= EqualInConstantTime(signature, one);
  }
  if (is_signed) return absl::OkStatus();
  return absl::PermissionDeniedError("webhook-signature fits none of the secrets");
}

}  // namespace usher::provider
