#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"

#include "messages/provider_port.h"
#include "provider/http_port.h"
#include "provider/secret_file.h"

namespace usher::provider {

struct MessengerSetting {
  std::string url = "https://graph.facebook.com";  // without a slash at its end
  std::string api_version = "v23.0";
  std::string page_id;
  std::string transactional_tag;  // of transactional messages outside of the window; empty: none
  absl::Duration timeout = absl::Seconds(8);
  bool at_most_once = true;  // no repetition, not even of what met a connection just closed
};

// Sends chat messages as a page by Messenger's Send API. Addresses are page-scoped ids. The API
// knows no idempotency keys.
class MessengerProvider : public messages::ProviderPort {
 public:
  // The first of `secrets` is the page's access token.
  MessengerProvider(MessengerSetting setting, std::shared_ptr<HttpPort> http,
                    std::shared_ptr<SecretFile> secrets);

  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;

 private:
  const MessengerSetting setting_;
  const std::shared_ptr<HttpPort> http_;
  const std::shared_ptr<SecretFile> secrets_;
};

}  // namespace usher::provider
