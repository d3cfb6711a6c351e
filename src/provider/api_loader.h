#pragma once

#include "absl/time/time.h"

#include "provider/field_reader.h"
#include "provider/provider_setting.h"
#include "usher/config/v1/providers.pb.h"

namespace usher::provider {

// Each reads the provider of one kind; what is wrong becomes problems of the reader, and then the
// result is not to be used. `timeout` is that of an attempt.
OverHttp<TwilioSetting> LoadTwilio(const config::v1::Provider& proto, absl::Duration timeout,
                                   FieldReader& reader);
OverHttp<WhatsappSetting> LoadWhatsapp(const config::v1::Provider& proto, absl::Duration timeout,
                                       FieldReader& reader);
OverHttp<TelegramSetting> LoadTelegram(const config::v1::Provider& proto, absl::Duration timeout,
                                       FieldReader& reader);
OverHttp<MessengerSetting> LoadMessenger(const config::v1::Provider& proto, absl::Duration timeout,
                                         FieldReader& reader);

}  // namespace usher::provider
