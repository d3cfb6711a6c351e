#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace usher::customer {

// A way to reach a customer. Numbers are stored and equal those of usher.v1.Channel.
enum class Channel : std::uint8_t {
  kNone = 0,
  kPush = 1,
  kSms = 2,
  kEmail = 3,
  kChat = 4,
  kWhatsapp = 5,
  kInApp = 6,
  kWebhook = 7,
};

inline constexpr std::array<Channel, 7> kAllChannels = {
    Channel::kPush,     Channel::kSms,   Channel::kEmail,  Channel::kChat,
    Channel::kWhatsapp, Channel::kInApp, Channel::kWebhook};

// Whether the address alone says who wrote back, as with telephones.
constexpr bool IsTwoWay(Channel channel) {
  return channel == Channel::kSms || channel == Channel::kWhatsapp || channel == Channel::kChat;
}

// The name used in YAML, logs and explanations, such as "in_app"; "" for kNone.
absl::string_view ChannelName(Channel channel);
// The channel of that name, or nothing.
std::optional<Channel> ChannelFromName(absl::string_view name);

}  // namespace usher::customer
