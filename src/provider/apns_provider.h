#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "messages/provider_port.h"
#include "provider/apns_token.h"
#include "provider/http_port.h"
#include "provider/private_key.h"
#include "provider/secret_of.h"

namespace usher::provider {

using ApnsKeyFile = SecretOf<std::shared_ptr<const PrivateKey>>;

// Reads the key that Apple gives as a .p8 file. INVALID_ARGUMENT otherwise, without showing it.
absl::StatusOr<std::shared_ptr<const PrivateKey>> ReadApnsKey(absl::string_view text);

struct ApnsSetting {
  std::string url = "https://api.push.apple.com";  // without a path
  std::string key_id;
  std::string team_id;
  std::string topic;  // the app's bundle id
  std::string sound;  // empty: none
  bool urgent = true;
  absl::Duration timeout = absl::Seconds(8);
  bool at_most_once = false;
};

// Sends messages to apps on Apple's devices by the Apple Push Notification service. Addresses are
// device tokens in hexadecimal.
class ApnsProvider : public messages::ProviderPort {
 public:
  // `now` is real time, which Apple compares with its own.
  ApnsProvider(ApnsSetting setting, std::shared_ptr<HttpPort> http,
               std::shared_ptr<ApnsKeyFile> key, std::function<absl::Time()> now);

  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;

 private:
  const ApnsSetting setting_;
  const std::shared_ptr<HttpPort> http_;
  const std::shared_ptr<ApnsKeyFile> key_;
  const std::function<absl::Time()> now_;
  const std::shared_ptr<ApnsToken> token_;
};

}  // namespace usher::provider
