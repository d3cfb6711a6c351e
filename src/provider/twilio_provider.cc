#include "provider/twilio_provider.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "base/form_text.h"
#include "journey/send_id.h"
#include "provider/content_part.h"
#include "provider/phone_number.h"
#include "provider/twilio_outcome.h"

namespace usher::provider {
namespace {

// Bounds of ValidityPeriod, after which Twilio drops a message that it still queues.
constexpr absl::Duration kValidityMin = absl::Seconds(1);
constexpr absl::Duration kValidityMax = absl::Seconds(36'000);

}  // namespace

TwilioProvider::TwilioProvider(TwilioSetting setting, std::shared_ptr<HttpPort> http,
                               std::shared_ptr<SecretFile> secrets)
    : setting_(std::move(setting)), http_(std::move(http)), secrets_(std::move(secrets)) {}

void TwilioProvider::Send(const journey::Message& message,
                          std::function<void(messages::AttemptReport)> done) {
  std::string to = PhoneNumber(message.address);
  if (to.empty()) {
    done({journey::AttemptResult::kDeadAddress,
          "the address is no telephone number with + in front"});
    return;
  }
  std::string text = ContentPart(message.content, "text");
  if (text.empty()) {
    done({journey::AttemptResult::kRejected, "the message has no text"});
    return;
  }
  std::vector<std::pair<absl::string_view, std::string>> fields = {{"To", std::move(to)},
                                                                   {"Body", std::move(text)}};
  if (!setting_.from.empty()) fields.emplace_back("From", setting_.from);
  if (!setting_.messaging_service_sid.empty()) {
    fields.emplace_back("MessagingServiceSid", setting_.messaging_service_sid);
  }
  if (!setting_.status_callback.empty()) {
    fields.emplace_back("StatusCallback", setting_.status_names_message
                                              ? absl::StrCat(setting_.status_callback, "?send_id=",
                                                             journey::SendIdText(message.send_id))
                                              : setting_.status_callback);
  }
  const absl::Duration validity =
      std::clamp(message.expire_at - message.at, kValidityMin, kValidityMax);
  fields.emplace_back("ValidityPeriod", absl::StrCat(absl::ToInt64Seconds(validity)));

  HttpRequest request;
  request.url =
      absl::StrCat(setting_.url, "/2010-04-01/Accounts/", setting_.account_sid, "/Messages.json");
  request.timeout = setting_.timeout;
  request.once = setting_.at_most_once;
  request.body = base::FormText(fields);
  request.headers = {
      "Content-Type: application/x-www-form-urlencoded", "Accept: application/json",
      "User-Agent: usher",
      absl::StrCat("Authorization: Basic ", absl::Base64Escape(absl::StrCat(
                                                setting_.username, ":", secrets_->Get().front())))};
  http_->Post(std::move(request),
              [done = std::move(done)](const HttpResult& result) { done(TwilioOutcome(result)); });
}

}  // namespace usher::provider
