#include "customer/channel.h"

namespace usher::customer {

absl::string_view ChannelName(Channel channel) {
  switch (channel) {
    case Channel::kPush:
      return "push";
    case Channel::kSms:
      return "sms";
    case Channel::kEmail:
      return "email";
    case Channel::kChat:
      return "chat";
    case Channel::kWhatsapp:
      return "whatsapp";
    case Channel::kInApp:
      return "in_app";
    case Channel::kWebhook:
      return "webhook";
    case Channel::kNone:
      break;
  }
  return "";
}

std::optional<Channel> ChannelFromName(absl::string_view name) {
  for (const Channel channel : kAllChannels) {
    if (ChannelName(channel) == name) return channel;
  }
  return std::nullopt;
}

}  // namespace usher::customer
