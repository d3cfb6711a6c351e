#include "provider/inbound_loader.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "provider/graph_inbound.h"
#include "provider/messenger_inbound.h"
#include "provider/relay_inbound.h"
#include "provider/telegram_inbound.h"
#include "provider/twilio_inbound.h"
#include "provider/webhook_signature.h"
#include "provider/whatsapp_inbound.h"

namespace usher::provider {
namespace {

namespace v1 = config::v1;
using InboundPtr = std::shared_ptr<messages::InboundPort>;

InboundPtr LoadTwilioInbound(const v1::Twilio& twilio, FieldReader& reader) {
  const v1::TwilioInbound& inbound = twilio.inbound();
  if ((!IsUrl(inbound.public_url(), "https") && !IsUrl(inbound.public_url(), "http")) ||
      absl::StrContains(inbound.public_url(), "?") ||
      absl::StrContains(inbound.public_url(), "#")) {
    reader.Fail("twilio.inbound.public_url",
                absl::StrCat("\"", inbound.public_url(),
                             "\": expected the URL that Twilio calls, without a query, such as "
                             "https://shop.example.com/hooks/sms"));
  }
  if (inbound.auth_token_file().empty() && !twilio.api_key_sid().empty()) {
    reader.Fail(
        "twilio.inbound.auth_token_file",
        "expected a file with the account's auth token: Twilio does not sign with API keys");
    return nullptr;
  }
  auto tokens =
      inbound.auth_token_file().empty()
          ? reader.ReadSecret("twilio.auth_token_file", twilio.auth_token_file())
          : reader.ReadSecret("twilio.inbound.auth_token_file", inbound.auth_token_file());
  if (tokens == nullptr) return nullptr;
  return std::make_shared<TwilioInbound>(inbound.public_url(), std::move(tokens));
}

InboundPtr LoadGraphInbound(const std::string& kind, const v1::GraphInbound& inbound,
                            GraphInbound::ReadBody read, FieldReader& reader) {
  auto secrets =
      reader.ReadSecret(absl::StrCat(kind, ".inbound.app_secret_file"), inbound.app_secret_file());
  auto tokens = reader.ReadSecret(absl::StrCat(kind, ".inbound.verify_token_file"),
                                  inbound.verify_token_file());
  if (secrets == nullptr || tokens == nullptr) return nullptr;
  return std::make_shared<GraphInbound>(std::move(secrets), std::move(tokens), std::move(read));
}

// The inbound of the kind itself.
InboundPtr LoadOwn(const v1::Provider& proto, FieldReader& reader) {
  if (proto.twilio().has_inbound()) return LoadTwilioInbound(proto.twilio(), reader);
  if (proto.whatsapp().has_inbound()) {
    return LoadGraphInbound(
        "whatsapp", proto.whatsapp().inbound(),
        [id = proto.whatsapp().phone_number_id()](const base::Value& body) {
          return ReadWhatsappWebhook(body, id);
        },
        reader);
  }
  if (proto.messenger().has_inbound()) {
    return LoadGraphInbound(
        "messenger", proto.messenger().inbound(),
        [id = proto.messenger().page_id()](const base::Value& body) {
          return ReadMessengerWebhook(body, id);
        },
        reader);
  }
  if (!proto.telegram().has_inbound()) return nullptr;
  auto tokens = reader.ReadSecret("telegram.inbound.secret_token_file",
                                  proto.telegram().inbound().secret_token_file());
  return tokens == nullptr ? nullptr : std::make_shared<TelegramInbound>(std::move(tokens));
}

bool HasOwn(const v1::Provider& proto) {
  return proto.twilio().has_inbound() || proto.whatsapp().has_inbound() ||
         proto.messenger().has_inbound() || proto.telegram().has_inbound();
}

}  // namespace

InboundPtr LoadInbound(const v1::Provider& proto, customer::Channel channel, FieldReader& reader) {
  if (!proto.has_inbound()) return LoadOwn(proto, reader);
  if (HasOwn(proto)) {
    reader.Fail("inbound", "the provider's kind has an inbound already, and one path serves one");
    return nullptr;
  }
  auto secrets = reader.ReadSecret("inbound.secrets_file", proto.inbound().secrets_file());
  if (secrets == nullptr) return nullptr;
  for (const std::string& secret : secrets->Get()) {
    const absl::Status status = CheckWebhookSecret(secret);
    if (status.ok()) continue;
    reader.Fail("inbound.secrets_file",
                absl::StrCat(proto.inbound().secrets_file(), ": ", status.message()));
    break;
  }
  return std::make_shared<RelayInbound>(channel, std::move(secrets));
}

}  // namespace usher::provider
