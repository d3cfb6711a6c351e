#pragma once

#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"

#include "channel/provider_terms.h"
#include "customer/channel.h"
#include "provider/address_guard.h"
#include "provider/apns_provider.h"
#include "provider/email_provider.h"
#include "provider/fcm_provider.h"
#include "provider/messenger_provider.h"
#include "provider/secret_file.h"
#include "provider/smpp_client.h"
#include "provider/smtp_client.h"
#include "provider/telegram_provider.h"
#include "provider/twilio_provider.h"
#include "provider/web_push_provider.h"
#include "provider/webhook_provider.h"
#include "provider/whatsapp_provider.h"

namespace usher::provider {

// The message log of the gateway.
struct LogSetting {};

// The inbox in the customer's record.
struct InboxSetting {};

// Programs that take messages from a stream.
struct SubscribersSetting {};

struct SmtpSetting {
  SmtpServer server;
  std::shared_ptr<SecretFile> password;  // null without a username
  EmailSetting email;
  std::shared_ptr<SecretFile> unsubscribe_key;  // null without an unsubscribe_url
};

struct HttpSetting {
  WebhookSetting webhook;
  std::shared_ptr<SecretFile> secrets;
  std::string ca_file;
  std::vector<AddressRange> allow_private;
};

struct ApnsConnection {
  ApnsSetting apns;
  std::shared_ptr<ApnsKeyFile> key;
  std::string ca_file;
  std::vector<AddressRange> allow_private;
};

struct FcmConnection {
  FcmSetting fcm;
  std::shared_ptr<ServiceAccountFile> account;
  std::string ca_file;
  std::vector<AddressRange> allow_private;
};

struct WebPushConnection {
  WebPushSetting web_push;
  std::shared_ptr<VapidKeyFile> key;
  std::string ca_file;
  std::vector<AddressRange> allow_private;
};

struct SmppSetting {
  SmppServer server;
  std::shared_ptr<SecretFile> password;
};

// A provider with an API of its own on the web.
template <class Setting>
struct WebApi {
  Setting setting;
  std::shared_ptr<SecretFile> secrets;
  std::string ca_file;
  std::vector<AddressRange> allow_private;
};

// The provider of one channel, as configured and checked.
struct ProviderSetting {
  std::variant<LogSetting, InboxSetting, SubscribersSetting, SmtpSetting, HttpSetting,
               ApnsConnection, FcmConnection, WebPushConnection, WebApi<TwilioSetting>, SmppSetting,
               WebApi<WhatsappSetting>, WebApi<TelegramSetting>, WebApi<MessengerSetting>>
      kind;
  channel::ProviderTerms terms;
  absl::Duration timeout = absl::Seconds(8);  // of an attempt
};

using ProviderSettings = std::map<customer::Channel, ProviderSetting>;

}  // namespace usher::provider
