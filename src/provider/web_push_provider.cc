#include "provider/web_push_provider.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "provider/web_push_encryption.h"
#include "provider/web_push_outcome.h"
#include "provider/web_push_subscription.h"

namespace usher::provider {

using journey::AttemptResult;
using messages::AttemptReport;

std::string WebPushText(const PushMessage& message) {
  base::Value data{base::Value::Map()};
  for (const auto& [name, text] : message.data) data.Set(name, base::Value(text));
  base::Value root{base::Value::Map()};
  if (message.silent()) {
    root.Set("data", std::move(data));
    return base::ToJson(root);
  }
  base::Value notification{base::Value::Map()};
  notification.Set("title", base::Value(message.title));
  if (!message.body.empty()) notification.Set("body", base::Value(message.body));
  if (!message.deep_link.empty()) notification.Set("navigate", base::Value(message.deep_link));
  notification.Set("tag", base::Value(message.collapse_id));
  notification.Set("data", std::move(data));
  root.Set("web_push", base::Value(std::int64_t{8030}));
  root.Set("notification", std::move(notification));
  return base::ToJson(root);
}

WebPushProvider::WebPushProvider(WebPushSetting setting, std::shared_ptr<HttpPort> http,
                                 std::shared_ptr<VapidKeyFile> key, std::function<absl::Time()> now)
    : setting_(std::move(setting)),
      http_(std::move(http)),
      key_(std::move(key)),
      now_(std::move(now)),
      vapid_(setting_.subject) {}

void WebPushProvider::Send(const journey::Message& message,
                           std::function<void(AttemptReport)> done) {
  const auto subscription = ParseWebPushSubscription(message.address);
  if (!subscription.ok()) {
    return done({AttemptResult::kDeadAddress, std::string(subscription.status().message())});
  }
  const bool known = std::any_of(
      setting_.services.begin(), setting_.services.end(),
      [&](const std::string& service) { return HostMatches(service, subscription->host); });
  if (!known) {
    return done({AttemptResult::kRejected,
                 absl::StrCat("the push service ", subscription->host, " is none of services")});
  }
  const PushMessage push = PushMessageOf(message);
  auto body = EncryptWebPush(WebPushText(push), subscription->key, subscription->auth);
  if (!body.ok()) return done({AttemptResult::kRejected, std::string(body.status().message())});
  const auto authorization = vapid_.Authorization(*key_->Get(), subscription->origin, now_());
  if (!authorization.ok()) {
    return done({AttemptResult::kTemporary, std::string(authorization.status().message())});
  }
  HttpRequest request;
  request.url = subscription->endpoint;
  request.timeout = setting_.timeout;
  request.once = setting_.at_most_once;
  request.body = *std::move(body);
  request.headers = {absl::StrCat("Authorization: ", *authorization),
                     "Content-Encoding: aes128gcm",
                     "Content-Type: application/octet-stream",
                     absl::StrCat("TTL: ", absl::ToInt64Seconds(push.time_to_live)),
                     absl::StrCat("Topic: ", push.collapse_id),
                     absl::StrCat("Urgency: ", setting_.urgent ? "high" : "normal"),
                     "User-Agent: usher"};
  http_->Post(std::move(request),
              [done = std::move(done)](const HttpResult& result) { done(WebPushOutcome(result)); });
}

}  // namespace usher::provider
