#pragma once

#include <memory>
#include <string>

#include "messages/inbound_port.h"
#include "provider/secret_file.h"

namespace usher::provider {

// Reads what Twilio posts: status callbacks of messages sent, and messages that came in. Requests
// carry X-Twilio-Signature, HMAC-SHA1 with the auth token over the URL that Twilio calls and the
// fields in the order of their names.
class TwilioInbound : public messages::InboundPort {
 public:
  // `public_url` is the URL as Twilio knows it, without a query. Each of `auth_tokens` is good.
  TwilioInbound(std::string public_url, std::shared_ptr<SecretFile> auth_tokens);

  messages::InboundReading Read(const messages::WebRequest& request, absl::Time now) override;

 private:
  const std::string public_url_;
  const std::shared_ptr<SecretFile> auth_tokens_;
};

}  // namespace usher::provider
