#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"

#include "channel/provider_terms.h"
#include "customer/channel.h"
#include "messages/inbound_port.h"
#include "provider/address_guard.h"
#include "provider/apns_provider.h"
#include "provider/email_provider.h"
#include "provider/fcm_provider.h"
#include "provider/messenger_provider.h"
#include "provider/secret_file.h"
#include "provider/signed_post.h"
#include "provider/smpp_client.h"
#include "provider/smtp_client.h"
#include "provider/telegram_provider.h"
#include "provider/tracked_links.h"
#include "provider/twilio_provider.h"
#include "provider/web_push_provider.h"
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
  std::shared_ptr<SecretFile> token_key;        // null: messages do not say which they are
};

struct SmppSetting {
  SmppServer server;
  std::shared_ptr<SecretFile> password;
  std::vector<std::string> dead_errors;  // of receipts: there is no such number
};

// A provider that is spoken to over HTTP.
template <class Setting, class Secrets = SecretFile>
struct OverHttp {
  Setting setting;
  std::shared_ptr<Secrets> secrets;  // what requests are signed or signed in with
  std::string ca_file;               // empty: the authorities of the system
  std::vector<AddressRange> allow_private;
};

using ApnsConnection = OverHttp<ApnsSetting, ApnsKeyFile>;
using FcmConnection = OverHttp<FcmSetting, ServiceAccountFile>;
using WebPushConnection = OverHttp<WebPushSetting, VapidKeyFile>;

// The provider of one channel, as configured and checked.
struct ProviderSetting {
  std::variant<LogSetting, InboxSetting, SubscribersSetting, SmtpSetting, OverHttp<WebhookSetting>,
               ApnsConnection, FcmConnection, WebPushConnection, OverHttp<TwilioSetting>,
               SmppSetting, OverHttp<WhatsappSetting>, OverHttp<TelegramSetting>,
               OverHttp<MessengerSetting>>
      kind;
  channel::ProviderTerms terms;
  absl::Duration timeout = absl::Seconds(8);  // of an attempt
  std::string written;  // what the file says of it, in a form to compare; empty: nothing
  std::shared_ptr<messages::InboundPort> inbound;  // what reads /hooks/CHANNEL; null: nothing
  std::shared_ptr<const TrackedLinks> links;       // null: links stay as they are
};

using ProviderSettings = std::map<customer::Channel, ProviderSetting>;

// All that a file of providers says.
struct ProviderFile {
  ProviderSettings channels;
  std::optional<OverHttp<WebhookSetting>> replies;  // where replies of customers go
  std::string written_beside;  // what it says beside the channels, in a form to compare
};

}  // namespace usher::provider
