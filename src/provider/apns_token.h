#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "provider/private_key.h"

namespace usher::provider {

// The provider token that says to APNs who sends. Apple refuses tokens older than an hour, and
// those who make more than one in 20 minutes; so one serves for 40 minutes. Thread-safe.
class ApnsToken {
 public:
  // Both are ids of 10 characters that Apple gave: of the key and of the developer's team.
  ApnsToken(std::string key_id, std::string team_id)
      : key_id_(std::move(key_id)), team_id_(std::move(team_id)) {}

  // INTERNAL when OpenSSL fails.
  absl::StatusOr<std::string> Get(const std::shared_ptr<const PrivateKey>& key, absl::Time now);
  // Apple says that `token` has expired: nobody gets it any more, unless it is so young that the
  // fault must be elsewhere, such as in the clock.
  void Drop(absl::string_view token, absl::Time now);

 private:
  const std::string key_id_;
  const std::string team_id_;
  std::mutex mutex_;
  std::shared_ptr<const PrivateKey> key_;  // guarded by mutex_; what token_ is signed with
  std::string token_;                      // guarded by mutex_; empty: none
  absl::Time made_at_;                     // guarded by mutex_
};

}  // namespace usher::provider
