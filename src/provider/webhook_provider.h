#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"

#include "messages/provider_port.h"
#include "provider/http_port.h"
#include "provider/secret_file.h"

namespace usher::provider {

struct WebhookSetting {
  std::string url;
  absl::Duration timeout = absl::Seconds(8);
  bool at_most_once = false;  // no repetition, not even of what met a connection just closed
};

// Posts messages as JSON, signed by the Standard Webhooks scheme. The send id is webhook-id: it is
// the same in every attempt, so that receivers can tell repetitions.
//
// The body is {"type":"usher.message","timestamp":RFC 3339,"expires":RFC 3339,"data":{...}}; data
// are the fields of log_provider.h.
class WebhookProvider : public messages::ProviderPort {
 public:
  // `now` is real time, which receivers compare with theirs.
  WebhookProvider(WebhookSetting setting, std::shared_ptr<HttpPort> http,
                  std::shared_ptr<SecretFile> secrets, std::function<absl::Time()> now);

  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;

 private:
  const WebhookSetting setting_;
  const std::shared_ptr<HttpPort> http_;
  const std::shared_ptr<SecretFile> secrets_;
  const std::function<absl::Time()> now_;
};

}  // namespace usher::provider
