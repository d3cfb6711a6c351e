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

// Posts JSON to one URL, signed by the Standard Webhooks scheme.
class SignedPost {
 public:
  // `now` is real time, which receivers compare with theirs.
  SignedPost(WebhookSetting setting, std::shared_ptr<HttpPort> http,
             std::shared_ptr<SecretFile> secrets, std::function<absl::Time()> now);

  // `id` becomes webhook-id, by which receivers tell repetitions. `body` is asked for once, with
  // the time of the signature. `done` gets what WebhookOutcome() makes of the answer.
  void Post(const std::string& id, const std::function<std::string(absl::Time)>& body,
            std::function<void(messages::AttemptReport)> done) const;

 private:
  const WebhookSetting setting_;
  const std::shared_ptr<HttpPort> http_;
  const std::shared_ptr<SecretFile> secrets_;
  const std::function<absl::Time()> now_;
};

// A time as it stands in such bodies: RFC 3339 in UTC, with milliseconds.
std::string WebhookTime(absl::Time time);

}  // namespace usher::provider
