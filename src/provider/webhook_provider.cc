#include "provider/webhook_provider.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "journey/send_id.h"
#include "provider/log_line.h"
#include "provider/webhook_outcome.h"
#include "provider/webhook_signature.h"

namespace usher::provider {
namespace {

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

std::string BodyOf(const journey::Message& message, absl::Time now) {
  const std::string line = LogLine(message);
  return absl::StrCat(R"({"type":"usher.message","timestamp":")", TimeText(now), R"(","expires":")",
                      TimeText(message.expire_at), R"(","data":)", absl::StripSuffix(line, "\n"),
                      "}");
}

}  // namespace

WebhookProvider::WebhookProvider(WebhookSetting setting, std::shared_ptr<HttpPort> http,
                                 std::shared_ptr<SecretFile> secrets,
                                 std::function<absl::Time()> now)
    : setting_(std::move(setting)),
      http_(std::move(http)),
      secrets_(std::move(secrets)),
      now_(std::move(now)) {}

void WebhookProvider::Send(const journey::Message& message,
                           std::function<void(messages::AttemptReport)> done) {
  const absl::Time now = now_();
  const std::string id = journey::SendIdText(message.send_id);
  HttpRequest request;
  request.url = setting_.url;
  request.timeout = setting_.timeout;
  request.once = setting_.at_most_once;
  request.body = BodyOf(message, now);
  request.headers = {"Content-Type: application/json", "User-Agent: usher",
                     absl::StrCat("webhook-id: ", id),
                     absl::StrCat("webhook-timestamp: ", absl::ToUnixSeconds(now)),
                     absl::StrCat("webhook-signature: ",
                                  WebhookSignature(secrets_->Get(), id, now, request.body))};
  http_->Post(std::move(request),
              [done = std::move(done)](const HttpResult& result) { done(WebhookOutcome(result)); });
}

}  // namespace usher::provider
