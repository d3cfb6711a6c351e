#pragma once

#include "absl/time/time.h"

#include "provider/field_reader.h"
#include "provider/provider_setting.h"
#include "usher/config/v1/providers.pb.h"

namespace usher::provider {

// Reads a provider of mail by SMTP; what is wrong becomes problems of the reader, and then the
// result is not to be used. `timeout` is that of an attempt.
SmtpSetting LoadSmtp(const config::v1::Provider& proto, absl::Duration timeout,
                     FieldReader& reader);

}  // namespace usher::provider
