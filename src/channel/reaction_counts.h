#pragma once

#include <array>

#include "customer/channel.h"

namespace usher::channel {

// Messages, and how many of them were reacted to.
struct Reactions {
  double sent = 0;
  double reacted = 0;
};

// By the numbers of channels.
using ChannelReactions = std::array<Reactions, customer::kAllChannels.size() + 1>;

// By the hour of the customer's day in which they were sent.
inline constexpr int kHours = 24;
using HourReactions = std::array<Reactions, kHours>;

// What all customers do.
struct KnownReactions {
  ChannelReactions by_channel = {};
  HourReactions by_hour = {};
};

}  // namespace usher::channel
