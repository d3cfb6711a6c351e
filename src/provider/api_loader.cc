#include "provider/api_loader.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "provider/endpoint_loader.h"

namespace usher::provider {
namespace {

namespace v1 = config::v1;

constexpr std::size_t kSidDigits = 32;

// Where the API is and how often a request may be made: what all of them have.
template <class Setting>
void LoadReach(const std::string& kind, const v1::Endpoint& endpoint, const v1::Provider& proto,
               absl::Duration timeout, FieldReader& reader, OverHttp<Setting>* api) {
  LoadEndpoint(absl::StrCat(kind, ".endpoint"), endpoint, reader, &api->setting.url, &api->ca_file,
               &api->allow_private);
  api->setting.timeout = timeout;
  api->setting.at_most_once = proto.retry() != v1::RETRY_AT_LEAST_ONCE;
}

// Twilio's identifiers: two letters and 32 hexadecimal digits.
void CheckSid(absl::string_view field, const std::string& sid, absl::string_view letters,
              FieldReader& reader) {
  absl::string_view digits = sid;
  const bool good = absl::ConsumePrefix(&digits, letters) && digits.size() == kSidDigits &&
                    std::all_of(digits.begin(), digits.end(), absl::ascii_isxdigit);
  if (good) return;
  reader.Fail(field, absl::StrCat("\"", sid, "\": expected ", letters, " and ", kSidDigits,
                                  " hexadecimal digits"));
}

// What becomes part of a path of the Graph API.
void CheckGraphId(absl::string_view field, const std::string& id, FieldReader& reader) {
  if (!id.empty() && std::all_of(id.begin(), id.end(), absl::ascii_isdigit)) return;
  reader.Fail(field, absl::StrCat("\"", id, "\": expected an id of digits"));
}

void ReadApiVersion(absl::string_view field, const std::string& version, FieldReader& reader,
                    std::string* setting) {
  if (version.empty()) return;
  *setting = version;
  const auto is_part = [](unsigned char c) { return absl::ascii_isdigit(c) || c == '.'; };
  if (version.size() > 1 && version[0] == 'v' &&
      std::all_of(version.begin() + 1, version.end(), is_part)) {
    return;
  }
  reader.Fail(field, absl::StrCat("\"", version, "\": expected a version such as v23.0"));
}

}  // namespace

OverHttp<TwilioSetting> LoadTwilio(const v1::Provider& proto, absl::Duration timeout,
                                   FieldReader& reader) {
  const v1::Twilio& twilio = proto.twilio();
  OverHttp<TwilioSetting> api;
  TwilioSetting& setting = api.setting;
  setting.account_sid = twilio.account_sid();
  CheckSid("twilio.account_sid", twilio.account_sid(), "AC", reader);
  setting.username = twilio.account_sid();
  if (!twilio.api_key_sid().empty()) {
    setting.username = twilio.api_key_sid();
    CheckSid("twilio.api_key_sid", twilio.api_key_sid(), "SK", reader);
  }
  api.secrets = reader.ReadSecret("twilio.auth_token_file", twilio.auth_token_file());
  setting.from = twilio.from();
  setting.messaging_service_sid = twilio.messaging_service_sid();
  if (twilio.from().empty() == twilio.messaging_service_sid().empty()) {
    reader.Fail("twilio.from", "expected either from or messaging_service_sid");
  }
  if (!twilio.messaging_service_sid().empty()) {
    CheckSid("twilio.messaging_service_sid", twilio.messaging_service_sid(), "MG", reader);
  }
  setting.status_callback = twilio.status_callback();
  if (!twilio.status_callback().empty() && !IsUrl(twilio.status_callback(), "https") &&
      !IsUrl(twilio.status_callback(), "http")) {
    reader.Fail("twilio.status_callback",
                absl::StrCat("\"", twilio.status_callback(),
                             "\": expected a URL such as https://shop.example.com/sms-status"));
  }
  if (twilio.has_inbound() && twilio.status_callback().empty()) {
    setting.status_callback = twilio.inbound().public_url();
    setting.status_names_message = true;
  }
  LoadReach("twilio", twilio.endpoint(), proto, timeout, reader, &api);
  return api;
}

OverHttp<WhatsappSetting> LoadWhatsapp(const v1::Provider& proto, absl::Duration timeout,
                                       FieldReader& reader) {
  const v1::Whatsapp& whatsapp = proto.whatsapp();
  OverHttp<WhatsappSetting> api;
  api.setting.phone_number_id = whatsapp.phone_number_id();
  CheckGraphId("whatsapp.phone_number_id", whatsapp.phone_number_id(), reader);
  api.secrets = reader.ReadSecret("whatsapp.access_token_file", whatsapp.access_token_file());
  ReadApiVersion("whatsapp.api_version", whatsapp.api_version(), reader, &api.setting.api_version);
  LoadReach("whatsapp", whatsapp.endpoint(), proto, timeout, reader, &api);
  return api;
}

OverHttp<TelegramSetting> LoadTelegram(const v1::Provider& proto, absl::Duration timeout,
                                       FieldReader& reader) {
  const v1::Telegram& telegram = proto.telegram();
  OverHttp<TelegramSetting> api;
  api.secrets = reader.ReadSecret("telegram.token_file", telegram.token_file());
  if (api.secrets != nullptr && !IsTelegramToken(api.secrets->Get().front())) {
    reader.Fail(
        "telegram.token_file",
        absl::StrCat(telegram.token_file(),
                     ": expected a token such as 123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"));
  }
  api.setting.silent = telegram.silent();
  if (telegram.has_link_preview()) api.setting.link_preview = telegram.link_preview();
  LoadReach("telegram", telegram.endpoint(), proto, timeout, reader, &api);
  return api;
}

OverHttp<MessengerSetting> LoadMessenger(const v1::Provider& proto, absl::Duration timeout,
                                         FieldReader& reader) {
  const v1::Messenger& messenger = proto.messenger();
  OverHttp<MessengerSetting> api;
  api.setting.page_id = messenger.page_id();
  CheckGraphId("messenger.page_id", messenger.page_id(), reader);
  api.secrets = reader.ReadSecret("messenger.access_token_file", messenger.access_token_file());
  ReadApiVersion("messenger.api_version", messenger.api_version(), reader,
                 &api.setting.api_version);
  api.setting.transactional_tag = messenger.transactional_tag();
  LoadReach("messenger", messenger.endpoint(), proto, timeout, reader, &api);
  return api;
}

}  // namespace usher::provider
