#include "provider/apns_token.h"

#include "base/value.h"
#include "provider/json_web_token.h"

namespace usher::provider {
namespace {

constexpr absl::Duration kRenewedAfter = absl::Minutes(40);
constexpr absl::Duration kKeptAtLeast = absl::Minutes(20);

}  // namespace

absl::StatusOr<std::string> ApnsToken::Get(const std::shared_ptr<const PrivateKey>& key,
                                           absl::Time now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  // A clock that was set back makes a token old too.
  if (!token_.empty() && key == key_ && absl::AbsDuration(now - made_at_) < kRenewedAfter) {
    return token_;
  }
  base::Value claims{base::Value::Map()};
  claims.Set("iss", base::Value(team_id_));
  claims.Set("iat", base::Value(absl::ToUnixSeconds(now)));
  auto token = JsonWebToken(*key, key_id_, claims);
  if (!token.ok()) return token;
  key_ = key;
  token_ = *token;
  made_at_ = now;
  return token;
}

void ApnsToken::Drop(absl::string_view token, absl::Time now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (token == token_ && absl::AbsDuration(now - made_at_) >= kKeptAtLeast) token_.clear();
}

}  // namespace usher::provider
