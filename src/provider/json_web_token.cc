#include "provider/json_web_token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "base/json.h"

namespace usher::provider {

absl::StatusOr<std::string> JsonWebToken(const PrivateKey& key, absl::string_view key_id,
                                         const base::Value& claims) {
  base::Value header{base::Value::Map()};
  header.Set("alg", base::Value(key.kind() == PrivateKey::Kind::kRs256 ? "RS256" : "ES256"));
  header.Set("typ", base::Value("JWT"));
  if (!key_id.empty()) header.Set("kid", base::Value(std::string(key_id)));
  const std::string text = absl::StrCat(absl::WebSafeBase64Escape(base::ToJson(header)), ".",
                                        absl::WebSafeBase64Escape(base::ToJson(claims)));
  const auto signature = key.Sign(text);
  if (!signature.ok()) return signature.status();
  return absl::StrCat(text, ".", absl::WebSafeBase64Escape(*signature));
}

}  // namespace usher::provider
