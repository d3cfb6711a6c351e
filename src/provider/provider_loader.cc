#include "provider/provider_loader.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "provider/api_loader.h"
#include "provider/inbound_loader.h"
#include "provider/link_loader.h"
#include "provider/push_loader.h"
#include "provider/smpp_loader.h"
#include "provider/smtp_loader.h"
#include "provider/webhook_loader.h"
#include "yaml/path.h"

namespace usher::provider {
namespace {

namespace v1 = config::v1;

constexpr double kRateMax = 100'000;
constexpr std::uint32_t kConcurrencyMax = 10'000;
constexpr std::uint32_t kFailuresMax = 1'000;

std::string ChannelNames() {
  return absl::StrJoin(customer::kAllChannels, ", ", [](std::string* out, customer::Channel each) {
    absl::StrAppend(out, customer::ChannelName(each));
  });
}

// Reads the provider of one channel.
class Loader : private FieldReader {
 public:
  Loader(std::string path, customer::Channel channel, const v1::Provider& proto,
         std::vector<ProviderProblem>* problems)
      : FieldReader(std::move(path), problems), channel_(channel), proto_(proto) {}

  ProviderSetting Load() {
    ReadTerms();
    setting_.terms.repeat_unknown = proto_.retry() == v1::RETRY_AT_LEAST_ONCE;
    switch (proto_.kind_case()) {
      case v1::Provider::kLog:
        setting_.kind = LogSetting{};
        break;
      case v1::Provider::kSmtp:
        IsFor(customer::Channel::kEmail, "smtp");
        setting_.kind = LoadSmtp(proto_, setting_.timeout, *this);
        setting_.terms.throughput.concurrency =
            std::get<SmtpSetting>(setting_.kind).server.connections;
        break;
      case v1::Provider::kWebhook:
        setting_.kind = ReadWebhook(proto_.webhook());
        break;
      case v1::Provider::kInbox:
        setting_.kind = ReadInbox();
        break;
      case v1::Provider::kSubscribers:
        setting_.kind = ReadSubscribers();
        break;
      case v1::Provider::kApns:
        IsFor(customer::Channel::kPush, "apns");
        setting_.kind = LoadApns(proto_, setting_.timeout, *this);
        setting_.terms.repeat_unknown = proto_.retry() != v1::RETRY_AT_MOST_ONCE;
        break;
      case v1::Provider::kFcm:
        IsFor(customer::Channel::kPush, "fcm");
        setting_.kind = LoadFcm(proto_, setting_.timeout, *this);
        setting_.terms.repeat_unknown = proto_.retry() != v1::RETRY_AT_MOST_ONCE;
        break;
      case v1::Provider::kWebPush:
        IsFor(customer::Channel::kPush, "web_push");
        setting_.kind = LoadWebPush(proto_, setting_.timeout, *this);
        setting_.terms.repeat_unknown = proto_.retry() != v1::RETRY_AT_MOST_ONCE;
        break;
      case v1::Provider::kTwilio:
        IsFor(customer::Channel::kSms, "twilio");
        setting_.kind = LoadTwilio(proto_, setting_.timeout, *this);
        break;
      case v1::Provider::kSmpp:
        IsFor(customer::Channel::kSms, "smpp");
        setting_.kind = LoadSmpp(proto_.smpp(), setting_.timeout, *this);
        // More at once would wait for the window.
        if (!proto_.has_concurrency()) {
          setting_.terms.throughput.concurrency =
              std::get<SmppSetting>(setting_.kind).server.session.window;
        }
        break;
      case v1::Provider::kWhatsapp:
        IsFor(customer::Channel::kWhatsapp, "whatsapp");
        setting_.kind = LoadWhatsapp(proto_, setting_.timeout, *this);
        break;
      case v1::Provider::kTelegram:
        IsFor(customer::Channel::kChat, "telegram");
        setting_.kind = LoadTelegram(proto_, setting_.timeout, *this);
        break;
      case v1::Provider::kMessenger:
        IsFor(customer::Channel::kChat, "messenger");
        setting_.kind = LoadMessenger(proto_, setting_.timeout, *this);
        break;
      case v1::Provider::KIND_NOT_SET:
        Fail("",
             "expected one of apns, fcm, inbox, log, messenger, smpp, smtp, subscribers, telegram, "
             "twilio, web_push, webhook and whatsapp");
        break;
    }
    setting_.inbound = LoadInbound(proto_, channel_, *this);
    return std::move(setting_);
  }

 private:
  // What a kind needs, such as a telephone number, only the messages of one channel have.
  void IsFor(customer::Channel channel, absl::string_view kind) {
    if (channel_ == channel) return;
    Fail(kind, absl::StrCat("is for the channel ", customer::ChannelName(channel), ", not for ",
                            customer::ChannelName(channel_)));
  }

  void ReadTerms() {
    channel::ThroughputLimits& limits = setting_.terms.throughput;
    const absl::Duration moment = absl::Milliseconds(1);
    if (proto_.has_rate()) {
      limits.pace.per_second = proto_.rate().per_second();
      if (!(limits.pace.per_second > 0 && limits.pace.per_second <= kRateMax)) {
        Fail("rate.per_second",
             absl::StrCat(limits.pace.per_second, ": must be more than 0 and at most ", kRateMax));
      }
      limits.pace.ramp_up =
          ReadDuration("rate.ramp_up", proto_.rate().has_ramp_up(), proto_.rate().ramp_up(),
                       absl::ZeroDuration(), absl::ZeroDuration());
    }
    if (proto_.has_concurrency()) {
      limits.concurrency = ReadCount("concurrency", proto_.concurrency(), 1, kConcurrencyMax);
    }
    setting_.timeout =
        ReadDuration("timeout", proto_.has_timeout(), proto_.timeout(), setting_.timeout, moment);
    setting_.terms.lifetime = ReadDuration("lifetime", proto_.has_lifetime(), proto_.lifetime(),
                                           setting_.terms.lifetime, moment);
    const v1::Breaker& breaker = proto_.breaker();
    if (breaker.has_failures()) {
      limits.breaker.failures = ReadCount("breaker.failures", breaker.failures(), 0, kFailuresMax);
    }
    limits.breaker.open_for = ReadDuration("breaker.open_for", breaker.has_open_for(),
                                           breaker.open_for(), limits.breaker.open_for, moment);
    limits.breaker.open_max =
        ReadDuration("breaker.open_max", breaker.has_open_max(), breaker.open_max(),
                     std::max(limits.breaker.open_max, limits.breaker.open_for), moment);
    if (limits.breaker.open_max < limits.breaker.open_for) {
      Fail("breaker.open_max", "must not be less than open_for");
    }
  }

  OverHttp<WebhookSetting> ReadWebhook(const v1::Webhook& webhook) {
    auto http = LoadWebhook(webhook, "webhook", *this);
    http.setting.timeout = setting_.timeout;
    http.setting.at_most_once = proto_.retry() == v1::RETRY_AT_MOST_ONCE;
    setting_.terms.repeat_unknown = !http.setting.at_most_once;
    return http;
  }

  // Messages for the inbox are there by being allowed: no attempt could be paced or repeated.
  InboxSetting ReadInbox() {
    if (channel_ != customer::Channel::kInApp) Fail("inbox", "only in_app goes to the inbox");
    const google::protobuf::Reflection& reflection = *proto_.GetReflection();
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    reflection.ListFields(proto_, &fields);
    for (const auto* field : fields) {
      if (field->name() != "inbox") Fail(field->name(), "there is none for an inbox");
    }
    return {};
  }

  SubscribersSetting ReadSubscribers() {
    if (proto_.has_breaker()) {
      Fail("breaker", "there is none for subscribers: a message waits while none is there");
    }
    setting_.terms.repeat_unknown = proto_.retry() == v1::RETRY_AT_LEAST_ONCE;
    return {};
  }

  const customer::Channel channel_;
  const v1::Provider& proto_;
  ProviderSetting setting_;
};

}  // namespace

ProviderFile LoadProviders(const v1::Providers& proto, std::vector<ProviderProblem>* problems) {
  // Maps have no order; problems are to come in one.
  std::vector<std::string> names;
  for (const auto& [name, ignored] : proto.channels()) names.push_back(name);
  std::sort(names.begin(), names.end());
  ProviderFile file;
  for (const std::string& name : names) {
    const std::string path = yaml::KeyPath("channels", name);
    const auto channel = customer::ChannelFromName(name);
    if (!channel) {
      problems->push_back(
          {path, absl::StrCat("unknown channel \"", name, "\"; expected one of ", ChannelNames())});
      continue;
    }
    const v1::Provider& provider = proto.channels().at(name);
    file.channels[*channel] = Loader(path, *channel, provider, problems).Load();
    file.channels[*channel].written = provider.SerializeAsString();
  }
  file.written_beside =
      absl::StrCat(proto.replies().SerializeAsString(), "\n", proto.links().SerializeAsString());
  if (proto.has_replies()) {
    FieldReader fields("replies", problems);
    file.replies = LoadWebhook(proto.replies().webhook(), "webhook", fields);
  }
  if (proto.has_links()) {
    const LinkSetting links = LoadLinks(proto.links(), problems);
    for (const customer::Channel channel : links.channels)
      file.channels[channel].links = links.links;
  }
  return file;
}

}  // namespace usher::provider
