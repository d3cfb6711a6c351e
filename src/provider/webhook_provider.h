#pragma once

#include <functional>
#include <utility>

#include "messages/provider_port.h"
#include "provider/signed_post.h"

namespace usher::provider {

// Posts messages as JSON, signed by the Standard Webhooks scheme. The send id is webhook-id: it is
// the same in every attempt, so that receivers can tell repetitions.
//
// The body is {"type":"usher.message","timestamp":RFC 3339,"expires":RFC 3339,"data":{...}}; data
// are the fields of log_provider.h.
class WebhookProvider : public messages::ProviderPort {
 public:
  explicit WebhookProvider(SignedPost post) : post_(std::move(post)) {}

  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;

 private:
  const SignedPost post_;
};

}  // namespace usher::provider
