#include "provider/reply_webhook.h"

#include <string>
#include <utility>

#include "base/json.h"
#include "journey/send_id.h"

namespace usher::provider {
namespace {

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
  add("time", WebhookTime(reply.at));
  if (reply.send_id != 0) add("send_id", journey::SendIdText(reply.send_id));
  if (!from.locale.empty()) add("locale", from.locale);
  base::Value body{base::Value::Map()};
  body.Set("type", base::Value("message.replied"));
  body.Set("timestamp", base::Value(WebhookTime(now)));
  body.Set("data", std::move(data));
  return base::ToJson(body);
}

}  // namespace

void ReplyWebhook::HandOver(const messages::CustomerReply& reply,
                            std::function<void(messages::AttemptReport)> done) {
  post_.Post(
      journey::SendIdText(reply.reply.id), [&](absl::Time now) { return BodyOf(reply, now); },
      std::move(done));
}

}  // namespace usher::provider
