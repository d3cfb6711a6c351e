#pragma once

#include "provider/field_reader.h"
#include "provider/provider_setting.h"
#include "usher/config/v1/providers.pb.h"

namespace usher::provider {

// Reads an endpoint that is called with signed requests. `field` is the name of `webhook`.
OverHttp<WebhookSetting> LoadWebhook(const config::v1::Webhook& webhook, absl::string_view field,
                                     FieldReader& fields);

}  // namespace usher::provider
