#pragma once

#include <functional>
#include <memory>

#include "absl/time/time.h"

#include "messages/reply_port.h"
#include "provider/http_port.h"
#include "provider/secret_file.h"
#include "provider/webhook_provider.h"

namespace usher::provider {

// Posts what customers write to the shop's chat as JSON, signed by the Standard Webhooks scheme;
// webhook-id is the same however often a reply comes. Whatever answers 2xx has it.
//
// The body is {"type":"message.replied","timestamp":RFC 3339,"data":{...}}; data are reply_id,
// customer_id or anonymous_id, channel, address, message_id, conversation_id, text, time (RFC
// 3339), and where they are known send_id and locale.
class ReplyWebhook : public messages::ReplyPort {
 public:
  // `now` is real time, which receivers compare with theirs.
  ReplyWebhook(WebhookSetting setting, std::shared_ptr<HttpPort> http,
               std::shared_ptr<SecretFile> secrets, std::function<absl::Time()> now);

  void HandOver(const messages::CustomerReply& reply,
                std::function<void(messages::AttemptReport)> done) override;

 private:
  const WebhookSetting setting_;
  const std::shared_ptr<HttpPort> http_;
  const std::shared_ptr<SecretFile> secrets_;
  const std::function<absl::Time()> now_;
};

}  // namespace usher::provider
