#include "app/providers.h"

#include <algorithm>
#include <filesystem>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "provider/apns_provider.h"
#include "provider/email_provider.h"
#include "provider/fcm_provider.h"
#include "provider/http_client.h"
#include "provider/link_reader.h"
#include "provider/log_provider.h"
#include "provider/message_token.h"
#include "provider/messenger_provider.h"
#include "provider/provider_file.h"
#include "provider/reply_webhook.h"
#include "provider/several_addresses.h"
#include "provider/smpp_client.h"
#include "provider/smpp_hearing.h"
#include "provider/smpp_provider.h"
#include "provider/smtp_client.h"
#include "provider/subscriber_provider.h"
#include "provider/telegram_provider.h"
#include "provider/tracking_provider.h"
#include "provider/twilio_provider.h"
#include "provider/web_push_provider.h"
#include "provider/webhook_provider.h"
#include "provider/whatsapp_provider.h"

namespace usher::app {
namespace {

absl::StatusOr<std::shared_ptr<messages::ProviderPort>> OpenLog(const std::string& path) {
  if (path != "-") {
    std::error_code ignored;
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder, ignored);
  }
  auto log = provider::LogProvider::Open(path);
  if (!log.ok()) return log.status();
  return std::shared_ptr<messages::ProviderPort>(*std::move(log));
}

template <class Setting, class Secrets>
std::shared_ptr<provider::HttpPort> ClientOf(const provider::OverHttp<Setting, Secrets>& http,
                                             const std::shared_ptr<provider::TransferLoop>& loop) {
  return std::make_shared<provider::HttpClient>(loop, provider::AddressGuard(http.allow_private),
                                                http.ca_file);
}

provider::SignedPost PostOver(const provider::OverHttp<provider::WebhookSetting>& http,
                              const std::shared_ptr<provider::TransferLoop>& loop) {
  return {http.setting, ClientOf(http, loop), http.secrets, [] { return absl::Now(); }};
}

// Opens a provider of each kind.
struct Opener {
  std::shared_ptr<messages::ProviderPort> operator()(const provider::LogSetting&) const {
    return log;
  }
  std::shared_ptr<messages::ProviderPort> operator()(const provider::SmtpSetting& smtp) const {
    return std::make_shared<provider::EmailProvider>(
        smtp.email, std::make_shared<provider::SmtpClient>(smtp.server, smtp.password),
        smtp.unsubscribe_key, smtp.token_key);
  }
  std::shared_ptr<messages::ProviderPort> operator()(
      const provider::OverHttp<provider::WebhookSetting>& http) const {
    return std::make_shared<provider::WebhookProvider>(PostOver(http, loop));
  }
  std::shared_ptr<messages::ProviderPort> operator()(const provider::ApnsConnection& http) const {
    return ForDevices(Open<provider::ApnsProvider>(http, [] { return absl::Now(); }));
  }
  std::shared_ptr<messages::ProviderPort> operator()(const provider::FcmConnection& http) const {
    return ForDevices(Open<provider::FcmProvider>(http, [] { return absl::Now(); }));
  }
  std::shared_ptr<messages::ProviderPort> operator()(
      const provider::WebPushConnection& http) const {
    return ForDevices(Open<provider::WebPushProvider>(http, [] { return absl::Now(); }));
  }
  std::shared_ptr<messages::ProviderPort> operator()(
      const provider::OverHttp<provider::TwilioSetting>& http) const {
    return Open<provider::TwilioProvider>(http);
  }
  std::shared_ptr<messages::ProviderPort> operator()(
      const provider::OverHttp<provider::WhatsappSetting>& http) const {
    return Open<provider::WhatsappProvider>(http);
  }
  std::shared_ptr<messages::ProviderPort> operator()(
      const provider::OverHttp<provider::TelegramSetting>& http) const {
    return Open<provider::TelegramProvider>(http);
  }
  std::shared_ptr<messages::ProviderPort> operator()(
      const provider::OverHttp<provider::MessengerSetting>& http) const {
    return Open<provider::MessengerProvider>(http);
  }
  std::shared_ptr<messages::ProviderPort> operator()(const provider::SmppSetting& smpp) const {
    auto receipts = std::make_shared<provider::SmppReceipts>();
    auto hearing = std::make_shared<provider::SmppHearing>(
        provider::SmppHearingSetting{.dead_errors = smpp.dead_errors}, receipts, feedback,
        [] { return absl::Now(); });
    providers->listeners[channel] = hearing;
    auto client =
        std::make_shared<provider::SmppClient>(smpp.server, smpp.password, std::move(hearing));
    return std::make_shared<provider::SmppProvider>(std::move(client), std::move(receipts));
  }

  static std::shared_ptr<messages::ProviderPort> ForDevices(
      std::shared_ptr<messages::ProviderPort> one) {
    return std::make_shared<provider::SeveralAddresses>(std::move(one));
  }

  template <class Provider, class Setting, class Secrets, class... More>
  std::shared_ptr<messages::ProviderPort> Open(const provider::OverHttp<Setting, Secrets>& http,
                                               More... more) const {
    return std::make_shared<Provider>(http.setting, ClientOf(http, loop), http.secrets, more...);
  }

  // What goes to the inbox needs no provider; of earlier attempts the log knows the fate.
  std::shared_ptr<messages::ProviderPort> operator()(const provider::InboxSetting&) const {
    providers->inbox = true;
    return log;
  }
  std::shared_ptr<messages::ProviderPort> operator()(const provider::SubscribersSetting&) const {
    auto subscribers = std::make_shared<provider::SubscriberProvider>(
        provider::SubscriberProviderConfig{.channel = std::string(customer::ChannelName(channel)),
                                           .instance = gateway,
                                           .report_within = timeout});
    providers->subscriptions[channel] = subscribers;
    return subscribers;
  }

  std::shared_ptr<messages::ProviderPort> log;
  std::shared_ptr<provider::TransferLoop> loop;
  std::shared_ptr<messages::FeedbackPort> feedback;
  std::uint64_t gateway = 0;
  customer::Channel channel = customer::Channel::kNone;
  absl::Duration timeout;
  Providers* providers = nullptr;
};

template <class Kind>
constexpr bool kIsOverHttp = false;
template <class Setting, class Secrets>
constexpr bool kIsOverHttp<provider::OverHttp<Setting, Secrets>> = true;

bool AnyOverHttp(const provider::ProviderSettings& settings) {
  return std::any_of(settings.begin(), settings.end(), [](const auto& setting) {
    return std::visit([](const auto& kind) { return kIsOverHttp<std::decay_t<decltype(kind)>>; },
                      setting.second.kind);
  });
}

// Whoever asks for the fate of an attempt after its lease must not find it still under way.
absl::Status CheckTimeout(const Options& options, customer::Channel channel,
                          const provider::ProviderSetting& setting) {
  const absl::Duration max = options.attempts.lease / 2;
  const bool waits_for_nobody = std::holds_alternative<provider::LogSetting>(setting.kind) ||
                                std::holds_alternative<provider::InboxSetting>(setting.kind);
  if (waits_for_nobody || setting.timeout <= max) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      options.providers_file, ": channel ", customer::ChannelName(channel), ": a timeout of ",
      absl::FormatDuration(setting.timeout), " is more than half of --attempt-lease, which is ",
      absl::FormatDuration(options.attempts.lease)));
}

absl::StatusOr<provider::ProviderFile> ReadFile(const Options& options) {
  provider::ProviderFile file;
  if (!options.providers_file.empty()) {
    auto read = provider::ReadProviders(options.providers_file);
    if (!read.ok()) return read.status();
    file = *std::move(read);
  }
  for (const customer::Channel channel : customer::kAllChannels) {
    absl::Status status = CheckTimeout(options, channel, file.channels[channel]);
    if (!status.ok()) return status;
  }
  return file;
}

// What the front door and the customers' actors know of, too.
bool IsFixed(const provider::ProviderSetting& setting) {
  return std::holds_alternative<provider::InboxSetting>(setting.kind) ||
         std::holds_alternative<provider::SubscribersSetting>(setting.kind);
}

absl::Status StartLoop(const provider::ProviderFile& file, Providers* providers) {
  if (providers->loop != nullptr || !(file.replies || AnyOverHttp(file.channels))) {
    return absl::OkStatus();
  }
  auto loop = provider::TransferLoop::Start();
  if (!loop.ok()) return loop.status();
  providers->loop = *std::move(loop);
  return absl::OkStatus();
}

void OpenChannel(customer::Channel channel, const provider::ProviderSetting& setting,
                 std::uint64_t gateway, Providers* providers) {
  const Opener open{providers->log,  providers->loop, providers->feedback, gateway, channel,
                    setting.timeout, providers};
  providers->listeners.erase(channel);
  std::shared_ptr<messages::ProviderPort> port = std::visit(open, setting.kind);
  if (setting.links != nullptr) {
    port = std::make_shared<provider::TrackingProvider>(std::move(port), setting.links);
  }
  providers->channels[channel]->Set(std::make_shared<const messages::ProviderInUse>(
      messages::ProviderInUse{std::move(port), setting.terms}));
  providers->configured[channel] = {setting.written, IsFixed(setting)};
}

// What reads the links of all channels, with the keys that sign them.
std::shared_ptr<messages::LinkPort> OpenLinks(const provider::ProviderSettings& settings) {
  std::shared_ptr<provider::SecretFile> unsubscribe_keys;
  std::shared_ptr<provider::SecretFile> link_keys;
  for (const auto& [channel, setting] : settings) {
    if (const auto* smtp = std::get_if<provider::SmtpSetting>(&setting.kind)) {
      unsubscribe_keys = smtp->unsubscribe_key;
    }
    if (setting.links != nullptr) link_keys = setting.links->keys();
  }
  return std::make_shared<provider::LinkReader>(unsubscribe_keys, link_keys);
}

// Ways back: what other parts of the gateway are given once, at the start.
void OpenWaysBack(provider::ProviderFile& file, Providers* providers) {
  for (const auto& [channel, setting] : file.channels) {
    if (setting.inbound != nullptr) {
      providers->hooks[std::string(customer::ChannelName(channel))] = setting.inbound;
    }
    if (customer::IsTwoWay(channel) &&
        !std::holds_alternative<provider::LogSetting>(setting.kind)) {
      providers->two_way.insert(channel);
    }
  }
  if (const auto* smtp =
          std::get_if<provider::SmtpSetting>(&file.channels[customer::Channel::kEmail].kind);
      smtp != nullptr && smtp->token_key != nullptr) {
    providers->read_token = [keys = smtp->token_key](const std::string& token) {
      return provider::ReadMessageToken(provider::kMailPurpose, token, keys->Get());
    };
  }
  if (file.replies) {
    providers->replies =
        std::make_shared<provider::ReplyWebhook>(PostOver(*file.replies, providers->loop));
  }
  providers->links = OpenLinks(file.channels);
}

}  // namespace

absl::Status CheckProviders(const Options& options) { return ReadFile(options).status(); }

absl::StatusOr<Providers> OpenProviders(const Options& options, std::uint64_t gateway,
                                        std::shared_ptr<messages::FeedbackPort> feedback) {
  auto file = ReadFile(options);
  if (!file.ok()) return file.status();
  auto log = OpenLog(options.log_file);
  if (!log.ok()) return log.status();
  Providers providers;
  providers.log = *std::move(log);
  providers.feedback = std::move(feedback);
  absl::Status started = StartLoop(*file, &providers);
  if (!started.ok()) return started;
  for (const customer::Channel channel : customer::kAllChannels) {
    providers.channels[channel] = std::make_shared<messages::ProviderView>();
    OpenChannel(channel, file->channels.at(channel), gateway, &providers);
  }
  OpenWaysBack(*file, &providers);
  providers.written_beside = file->written_beside;
  return providers;
}

absl::StatusOr<std::vector<customer::Channel>> ReloadProviders(const Options& options,
                                                               std::uint64_t gateway,
                                                               Providers* providers) {
  auto file = ReadFile(options);
  if (!file.ok()) return file.status();
  if (file->written_beside != providers->written_beside) {
    return absl::FailedPreconditionError(absl::StrCat(
        options.providers_file,
        ": a change of replies or links takes a new start of usherd; nothing was changed"));
  }
  std::vector<customer::Channel> changed;
  for (const customer::Channel channel : customer::kAllChannels) {
    const Configured& before = providers->configured[channel];
    const provider::ProviderSetting& setting = file->channels.at(channel);
    if (setting.written == before.written) continue;
    if (before.fixed || IsFixed(setting)) {
      return absl::FailedPreconditionError(absl::StrCat(
          options.providers_file, ": channel ", customer::ChannelName(channel),
          ": a change to, from or of inbox or subscribers takes a new start of usherd"));
    }
    changed.push_back(channel);
  }
  absl::Status started = StartLoop(*file, providers);
  if (!started.ok()) return started;
  for (const customer::Channel channel : changed) {
    OpenChannel(channel, file->channels.at(channel), gateway, providers);
  }
  return changed;
}

}  // namespace usher::app
