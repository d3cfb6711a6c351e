#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"

#include "messages/provider_port.h"
#include "provider/http_port.h"
#include "provider/secret_file.h"

namespace usher::provider {

struct WhatsappSetting {
  std::string url = "https://graph.facebook.com";  // without a slash at its end
  std::string api_version = "v23.0";
  std::string phone_number_id;
  absl::Duration timeout = absl::Seconds(8);
  bool at_most_once = true;  // no repetition, not even of what met a connection just closed
};

// Sends messages by WhatsApp's Cloud API: free text within the window that WhatsApp grants after a
// customer's message, else templates. The API knows no idempotency keys; the send id goes along as
// biz_opaque_callback_data, with which WhatsApp names it in its own webhooks.
class WhatsappProvider : public messages::ProviderPort {
 public:
  // The first of `secrets` is the access token.
  WhatsappProvider(WhatsappSetting setting, std::shared_ptr<HttpPort> http,
                   std::shared_ptr<SecretFile> secrets);

  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;

 private:
  const WhatsappSetting setting_;
  const std::shared_ptr<HttpPort> http_;
  const std::shared_ptr<SecretFile> secrets_;
};

}  // namespace usher::provider
