#pragma once

#include <memory>

#include "messages/inbound_port.h"
#include "provider/secret_file.h"

namespace usher::provider {

// Reads the updates that Telegram posts to a bot's webhook: what people wrote to it, buttons they
// pressed, and that they blocked it. Requests carry X-Telegram-Bot-Api-Secret-Token. Groups and
// channels are left out: what is said there is said by nobody in particular.
class TelegramInbound : public messages::InboundPort {
 public:
  // Each of the tokens is good.
  explicit TelegramInbound(std::shared_ptr<SecretFile> secret_tokens);

  messages::InboundReading Read(const messages::WebRequest& request, absl::Time now) override;

 private:
  const std::shared_ptr<SecretFile> secret_tokens_;
};

}  // namespace usher::provider
