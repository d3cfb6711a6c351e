#pragma once

#include <functional>
#include <utility>

#include "messages/reply_port.h"
#include "provider/signed_post.h"

namespace usher::provider {

// Posts what customers write to the shop's chat as JSON, signed by the Standard Webhooks scheme;
// webhook-id is the same however often a reply comes. Whatever answers 2xx has it.
//
// The body is {"type":"message.replied","timestamp":RFC 3339,"data":{...}}; data are reply_id,
// customer_id or anonymous_id, channel, address, message_id, conversation_id, text, time (RFC
// 3339), and where they are known send_id and locale.
class ReplyWebhook : public messages::ReplyPort {
 public:
  explicit ReplyWebhook(SignedPost post) : post_(std::move(post)) {}

  void HandOver(const messages::CustomerReply& reply,
                std::function<void(messages::AttemptReport)> done) override;

 private:
  const SignedPost post_;
};

}  // namespace usher::provider
