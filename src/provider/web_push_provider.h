#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "messages/provider_port.h"
#include "provider/http_port.h"
#include "provider/private_key.h"
#include "provider/push_message.h"
#include "provider/secret_of.h"
#include "provider/vapid.h"

namespace usher::provider {

using VapidKeyFile = SecretOf<std::shared_ptr<const PrivateKey>>;

struct WebPushSetting {
  std::string subject;                // a mailto: or https: URL
  std::vector<std::string> services;  // hosts that may be sent to, as HostMatches() reads them
  bool urgent = true;
  absl::Duration timeout = absl::Seconds(8);
  bool at_most_once = false;
};

// What a browser gets of a message, as JSON in the form of declarative Web Push:
//   {"web_push":8030,"notification":{"title":...,"body":...,"navigate":...,"tag":...,"data":{...}}}
// Without title and body only {"data":{...}}.
std::string WebPushText(const PushMessage& message);

// Sends messages to browsers (Web Push: RFC 8030, 8291, 8292). Addresses are subscriptions as JSON.
class WebPushProvider : public messages::ProviderPort {
 public:
  // `now` is real time, which push services compare with theirs.
  WebPushProvider(WebPushSetting setting, std::shared_ptr<HttpPort> http,
                  std::shared_ptr<VapidKeyFile> key, std::function<absl::Time()> now);

  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;

 private:
  const WebPushSetting setting_;
  const std::shared_ptr<HttpPort> http_;
  const std::shared_ptr<VapidKeyFile> key_;
  const std::function<absl::Time()> now_;
  Vapid vapid_;
};

}  // namespace usher::provider
