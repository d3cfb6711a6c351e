#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"

#include "messages/provider_port.h"
#include "provider/access_tokens.h"
#include "provider/http_port.h"

namespace usher::provider {

struct FcmSetting {
  std::string url = "https://fcm.googleapis.com";  // without a path
  std::string project_id;                          // empty: that of the service account
  bool urgent = true;
  absl::Duration timeout = absl::Seconds(8);  // of an attempt, with the request for a token
  bool at_most_once = false;
};

// Sends messages to apps by Firebase Cloud Messaging (HTTP v1). Addresses are registration tokens.
class FcmProvider : public messages::ProviderPort {
 public:
  // `now` is real time.
  FcmProvider(FcmSetting setting, std::shared_ptr<HttpPort> http,
              std::shared_ptr<ServiceAccountFile> account, std::function<absl::Time()> now);

  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;

 private:
  const FcmSetting setting_;
  const std::shared_ptr<HttpPort> http_;
  const std::function<absl::Time()> now_;
  const std::shared_ptr<AccessTokens> tokens_;
};

}  // namespace usher::provider
