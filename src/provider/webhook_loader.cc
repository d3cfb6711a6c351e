#include "provider/webhook_loader.h"

#include <string>

#include "absl/strings/str_cat.h"

#include "provider/webhook_signature.h"

namespace usher::provider {

OverHttp<WebhookSetting> LoadWebhook(const config::v1::Webhook& webhook, absl::string_view field,
                                     FieldReader& fields) {
  const auto name = [field](absl::string_view member) { return absl::StrCat(field, ".", member); };
  OverHttp<WebhookSetting> http;
  http.setting.url = webhook.url();
  if (!IsUrl(webhook.url(), "https") && !IsUrl(webhook.url(), "http")) {
    fields.Fail(name("url"),
                absl::StrCat("\"", webhook.url(),
                             "\": expected a URL such as https://shop.example.com/hook, "
                             "without user and password"));
  }
  http.secrets = fields.ReadSecret(name("secrets_file"), webhook.secrets_file());
  if (http.secrets != nullptr) {
    for (const std::string& secret : http.secrets->Get()) {
      const absl::Status status = CheckWebhookSecret(secret);
      if (status.ok()) continue;
      fields.Fail(name("secrets_file"),
                  absl::StrCat(webhook.secrets_file(), ": ", status.message()));
      break;
    }
  }
  http.ca_file = webhook.ca_file();
  fields.ReadCaFile(name("ca_file"), webhook.ca_file());
  http.allow_private = fields.ReadRanges(name("allow_private"), webhook.allow_private());
  return http;
}

}  // namespace usher::provider
