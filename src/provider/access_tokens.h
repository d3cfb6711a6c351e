#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"

#include "messages/provider_port.h"
#include "provider/http_port.h"
#include "provider/secret_of.h"
#include "provider/service_account.h"

namespace usher::provider {

using ServiceAccountFile = SecretOf<ServiceAccount>;

// Access tokens of OAuth 2.0 for a service account: a JSON Web Token that the account signs (RFC
// 7523) is exchanged for a token that holds for about an hour. One token serves everybody until it
// has had 95 % of its time, and from 80 % on the next one is asked for beside it. At most one
// request for a token is under way. Thread-safe.
class AccessTokens : public std::enable_shared_from_this<AccessTokens> {
 public:
  // A token, or what became of the attempts that needed one.
  using Result = std::variant<std::string, messages::AttemptReport>;

  // `scope` is what tokens are for; a request may take `timeout`. `now` is real time, which the
  // giver of tokens compares with its own.
  AccessTokens(std::string scope, std::shared_ptr<HttpPort> http,
               std::shared_ptr<ServiceAccountFile> account, absl::Duration timeout,
               std::function<absl::Time()> now);

  // `done` is called once, before this returns or on the thread of the HTTP client; it must not
  // block.
  void Get(std::function<void(Result)> done);
  // It was refused: nobody gets it any more.
  void Drop(const std::string& token);
  std::shared_ptr<const ServiceAccount> account() { return account_->Get(); }

 private:
  void Ask(const ServiceAccount& account, absl::Time now);
  void OnAnswer(const HttpResult& result, absl::Time asked_at);

  const std::string scope_;
  const std::shared_ptr<HttpPort> http_;
  const std::shared_ptr<ServiceAccountFile> account_;
  const absl::Duration timeout_;
  const std::function<absl::Time()> now_;

  std::mutex mutex_;                             // guards what follows
  std::shared_ptr<const ServiceAccount> owner_;  // whose token_ is
  std::string token_;                            // empty: none
  absl::Time usable_until_;
  absl::Time renew_at_;
  bool asking_ = false;
  std::vector<std::function<void(Result)>> waiting_;
};

}  // namespace usher::provider
