#include "provider/vapid.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "base/value.h"
#include "provider/json_web_token.h"

namespace usher::provider {
namespace {

constexpr absl::Duration kValidFor = absl::Hours(12);  // the standard allows 24
constexpr absl::Duration kRenewedAfter = absl::Hours(6);
constexpr std::size_t kTokensMax = 256;

}  // namespace

absl::StatusOr<std::shared_ptr<const PrivateKey>> ReadVapidKey(absl::string_view text) {
  if (absl::StrContains(text, "-----BEGIN")) {
    return PrivateKey::FromPem(text, PrivateKey::Kind::kEs256);
  }
  std::string scalar;
  if (absl::WebSafeBase64Unescape(text, &scalar)) {
    auto key = PrivateKey::FromScalar(scalar);
    if (key.ok()) return key;
  }
  return absl::InvalidArgumentError(
      "expected a private key of the curve P-256, in PEM or as 32 bytes in Base64 for URLs");
}

absl::StatusOr<std::string> Vapid::Authorization(const std::shared_ptr<const PrivateKey>& key,
                                                 const std::string& origin, absl::Time now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  // Services are few, but their names come with the addresses of customers.
  if (key != key_ || tokens_.size() >= kTokensMax) tokens_.clear();
  key_ = key;
  const auto found = tokens_.find(origin);
  if (found != tokens_.end() && now >= found->second.made_at &&
      now < found->second.made_at + kRenewedAfter) {
    return found->second.header;
  }
  base::Value claims{base::Value::Map()};
  claims.Set("aud", base::Value(origin));
  claims.Set("exp", base::Value(absl::ToUnixSeconds(now + kValidFor)));
  claims.Set("sub", base::Value(subject_));
  const auto token = JsonWebToken(*key, /*key_id=*/"", claims);
  if (!token.ok()) return token.status();
  std::string header =
      absl::StrCat("vapid t=", *token, ", k=", absl::WebSafeBase64Escape(key->PublicPoint()));
  tokens_[origin] = {header, now};
  return header;
}

}  // namespace usher::provider
