#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "provider/private_key.h"

namespace usher::provider {

// Reads the key of an application server: P-256 in PEM, or its 32 bytes in Base64 for URLs, as
// tools for Web Push print it. INVALID_ARGUMENT otherwise, without showing it.
absl::StatusOr<std::shared_ptr<const PrivateKey>> ReadVapidKey(absl::string_view text);

// Says who sends a Web Push message (VAPID, RFC 8292), by a token for each push service. Tokens
// hold for 12 hours and are made anew after half of that. Thread-safe.
class Vapid {
 public:
  // `subject` is a mailto: or https: URL where the operator of a push service finds the sender.
  explicit Vapid(std::string subject) : subject_(std::move(subject)) {}

  // The header Authorization for the service at `origin`, such as https://push.example.com.
  absl::StatusOr<std::string> Authorization(const std::shared_ptr<const PrivateKey>& key,
                                            const std::string& origin, absl::Time now);

 private:
  struct Token {
    std::string header;
    absl::Time made_at;
  };

  const std::string subject_;
  std::mutex mutex_;
  std::shared_ptr<const PrivateKey> key_;  // guarded by mutex_; what tokens_ are signed with
  std::map<std::string, Token> tokens_;    // guarded by mutex_; by origin
};

}  // namespace usher::provider
