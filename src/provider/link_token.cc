#include "provider/link_token.h"

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "provider/hmac.h"

namespace usher::provider {
namespace {

constexpr std::size_t kSignatureBytes = 12;
constexpr std::size_t kFixedBytes = 11;  // kind, channel, send id, size of the customer's name
constexpr unsigned kAnonymous = 0x80;    // beside the channel

// The start of a URL as one byte.
constexpr char kHttps = 's';
constexpr char kHttp = 'h';

// Begins like nothing else that may be signed with the same key.
std::string SignatureOf(absl::string_view payload, absl::string_view key) {
  return HmacSha256(key, absl::StrCat("link.", payload)).substr(0, kSignatureBytes);
}

std::string PackedUrl(absl::string_view url) {
  if (absl::ConsumePrefix(&url, "https://")) return absl::StrCat(std::string(1, kHttps), url);
  absl::ConsumePrefix(&url, "http://");
  return absl::StrCat(std::string(1, kHttp), url);
}

std::string UnpackedUrl(absl::string_view packed) {
  return absl::StrCat(packed[0] == kHttps ? "https://" : "http://", packed.substr(1));
}

// Trusts `payload`, which is signed, to be what WriteLinkToken() made.
LinkToken Unpacked(absl::string_view payload) {
  LinkToken token;
  token.kind = static_cast<LinkToken::Kind>(payload[0]);
  const auto channel = static_cast<unsigned char>(payload[1]);
  token.channel = static_cast<customer::Channel>(channel & ~kAnonymous);
  for (std::size_t i = 2; i < 10; ++i) {
    token.send_id = token.send_id << 8 | static_cast<unsigned char>(payload[i]);
  }
  const std::size_t size = static_cast<unsigned char>(payload[10]);
  const absl::string_view name = payload.substr(kFixedBytes, size);
  token.customer = (channel & kAnonymous) != 0 ? base::CustomerId::Anonymous(name)
                                               : base::CustomerId::Known(name);
  const absl::string_view url = payload.substr(kFixedBytes + size);
  if (!url.empty()) token.url = UnpackedUrl(url);
  return token;
}

}  // namespace

std::string WriteLinkToken(const LinkToken& token, absl::string_view key) {
  const absl::string_view name = token.customer.name();
  std::string payload;
  payload.push_back(static_cast<char>(token.kind));
  payload.push_back(static_cast<char>(static_cast<unsigned>(token.channel) |
                                      (token.customer.anonymous() ? kAnonymous : 0U)));
  for (int shift = 56; shift >= 0; shift -= 8) {
    payload.push_back(static_cast<char>(token.send_id >> shift & 0xFF));
  }
  payload.push_back(static_cast<char>(name.size()));
  absl::StrAppend(&payload, name);
  if (!token.url.empty()) absl::StrAppend(&payload, PackedUrl(token.url));
  return absl::WebSafeBase64Escape(absl::StrCat(payload, SignatureOf(payload, key)));
}

absl::StatusOr<LinkToken> ReadLinkToken(absl::string_view text,
                                        const std::vector<std::string>& keys) {
  absl::Status none = absl::NotFoundError("no token of ours");
  std::string bytes;
  // Base64 has several ways to write one thing; only the one that was signed counts.
  if (!absl::WebSafeBase64Unescape(text, &bytes) || absl::WebSafeBase64Escape(bytes) != text ||
      bytes.size() < kFixedBytes + kSignatureBytes) {
    return none;
  }
  const std::size_t size = bytes.size() - kSignatureBytes;
  const absl::string_view payload(bytes.data(), size);
  bool is_signed = false;
  for (const std::string& key : keys) {
    is_signed |= EqualInConstantTime(bytes.substr(size), SignatureOf(payload, key));
  }
  if (!is_signed) return none;
  return Unpacked(payload);
}

}  // namespace usher::provider
