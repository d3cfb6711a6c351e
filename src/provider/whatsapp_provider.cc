#include "provider/whatsapp_provider.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "journey/send_id.h"
#include "provider/phone_number.h"
#include "provider/whatsapp_content.h"
#include "provider/whatsapp_outcome.h"

namespace usher::provider {

WhatsappProvider::WhatsappProvider(WhatsappSetting setting, std::shared_ptr<HttpPort> http,
                                   std::shared_ptr<SecretFile> secrets)
    : setting_(std::move(setting)), http_(std::move(http)), secrets_(std::move(secrets)) {}

void WhatsappProvider::Send(const journey::Message& message,
                            std::function<void(messages::AttemptReport)> done) {
  const std::string number = PhoneNumber(message.address);
  if (number.empty()) {
    done({journey::AttemptResult::kDeadAddress,
          "the address is no telephone number with + in front"});
    return;
  }
  auto content = WhatsappContent(message.content, message.at);
  if (!content.ok()) {
    done({journey::AttemptResult::kRejected, std::string(content.status().message())});
    return;
  }
  base::Value body{base::Value::Map()};
  body.Set("messaging_product", base::Value("whatsapp"));
  body.Set("recipient_type", base::Value("individual"));
  body.Set("to", base::Value(number));
  body.Set("biz_opaque_callback_data", base::Value(journey::SendIdText(message.send_id)));
  for (const auto& [name, value] : *content->as_map()) body.Set(name, value);

  HttpRequest request;
  request.url = absl::StrCat(setting_.url, "/", setting_.api_version, "/", setting_.phone_number_id,
                             "/messages");
  request.timeout = setting_.timeout;
  request.once = setting_.at_most_once;
  request.body = base::ToJson(body);
  request.headers = {"Content-Type: application/json", "User-Agent: usher",
                     absl::StrCat("Authorization: Bearer ", secrets_->Get().front())};
  http_->Post(std::move(request), [done = std::move(done)](const HttpResult& result) {
    done(WhatsappOutcome(result));
  });
}

}  // namespace usher::provider
