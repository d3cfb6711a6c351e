#include "provider/reply_webhook.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "journey/send_id.h"
#include "provider/webhook_outcome.h"
#include "provider/webhook_signature.h"

namespace usher::provider {
namespace {

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

std::string BodyOf(const messages::CustomerReply& from, absl::Time now) {
  const customer::Reply& reply = from.reply;
  base::Value data{base::Value::Map()};
  const auto add = [&](absl::string_view name, std::string value) {
    data.Set(name, base::Value(std::move(value)));
  };
  add("reply_id", journey::SendIdText(reply.id));
  add(from.customer.anonymous() ? "anonymous_id" : "customer_id",
      std::string(from.customer.name()));
  add("channel", std::string(customer::ChannelName(reply.channel)));
  add("address", reply.address);
  add("message_id", reply.message_id);
  add("conversation_id", journey::SendIdText(reply.conversation));
  add("text", reply.text);
  add("time", TimeText(reply.at));
  if (reply.send_id != 0) add("send_id", journey::SendIdText(reply.send_id));
  if (!from.locale.empty()) add("locale", from.locale);
  base::Value body{base::Value::Map()};
  body.Set("type", base::Value("message.replied"));
  body.Set("timestamp", base::Value(TimeText(now)));
  body.Set("data", std::move(data));
  return base::ToJson(body);
}

}  // namespace

ReplyWebhook::ReplyWebhook(WebhookSetting setting, std::shared_ptr<HttpPort> http,
                           std::shared_ptr<SecretFile> secrets, std::function<absl::Time()> now)
    : setting_(std::move(setting)),
      http_(std::move(http)),
      secrets_(std::move(secrets)),
      now_(std::move(now)) {}

void ReplyWebhook::HandOver(const messages::CustomerReply& reply,
                            std::function<void(messages::AttemptReport)> done) {
  const absl::Time now = now_();
  const std::string id = journey::SendIdText(reply.reply.id);
  HttpRequest request;
  request.url = setting_.url;
  request.timeout = setting_.timeout;
  request.body = BodyOf(reply, now);
  request.headers = {"Content-Type: application/json", "User-Agent: usher",
                     absl::StrCat("webhook-id: ", id),
                     absl::StrCat("webhook-timestamp: ", absl::ToUnixSeconds(now)),
                     absl::StrCat("webhook-signature: ",
                                  WebhookSignature(secrets_->Get(), id, now, request.body))};
  http_->Post(std::move(request),
              [done = std::move(done)](const HttpResult& result) { done(WebhookOutcome(result)); });
}

}  // namespace usher::provider
