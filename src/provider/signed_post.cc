#include "provider/signed_post.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "provider/webhook_outcome.h"
#include "provider/webhook_signature.h"

namespace usher::provider {

SignedPost::SignedPost(WebhookSetting setting, std::shared_ptr<HttpPort> http,
                       std::shared_ptr<SecretFile> secrets, std::function<absl::Time()> now)
    : setting_(std::move(setting)),
      http_(std::move(http)),
      secrets_(std::move(secrets)),
      now_(std::move(now)) {}

void SignedPost::Post(const std::string& id, const std::function<std::string(absl::Time)>& body,
                      std::function<void(messages::AttemptReport)> done) const {
  const absl::Time now = now_();
  HttpRequest request;
  request.url = setting_.url;
  request.timeout = setting_.timeout;
  request.once = setting_.at_most_once;
  request.body = body(now);
  request.headers = {"Content-Type: application/json", "User-Agent: usher",
                     absl::StrCat("webhook-id: ", id),
                     absl::StrCat("webhook-timestamp: ", absl::ToUnixSeconds(now)),
                     absl::StrCat("webhook-signature: ",
                                  WebhookSignature(secrets_->Get(), id, now, request.body))};
  http_->Post(std::move(request),
              [done = std::move(done)](const HttpResult& result) { done(WebhookOutcome(result)); });
}

std::string WebhookTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

}  // namespace usher::provider
