#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/value.h"
#include "messages/inbound_port.h"
#include "provider/secret_file.h"

namespace usher::provider {

// Takes what Meta's platform posts for WhatsApp and Messenger, and answers when it verifies the
// URL. Posts carry X-Hub-Signature-256, HMAC-SHA256 with the app's secret over the body.
class GraphInbound : public messages::InboundPort {
 public:
  // Reads the reports in what was posted.
  using ReadBody = std::function<std::vector<messages::Feedback>(const base::Value&)>;

  // Each of the secrets is good.
  GraphInbound(std::shared_ptr<SecretFile> app_secrets, std::shared_ptr<SecretFile> verify_tokens,
               ReadBody read);

  messages::InboundReading Read(const messages::WebRequest& request, absl::Time now) override;

 private:
  messages::InboundReading Verify(const messages::WebRequest& request) const;

  const std::shared_ptr<SecretFile> app_secrets_;
  const std::shared_ptr<SecretFile> verify_tokens_;
  const ReadBody read_;
};

}  // namespace usher::provider
