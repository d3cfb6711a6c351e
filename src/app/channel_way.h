#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/map.h"

#include "customer/channel.h"

namespace usher::app {

// Where the messages of a channel go.
enum class ChannelWay {
  kLog,                    // log: the message log
  kInbox,                  // inbox: the customer's inbox; in_app alone
  kSubscribers,            // subscribers: programs that subscribe; at most once
  kSubscribersRepeatedly,  // subscribers:at_least_once
};

// Channels that are not named go to the message log.
using ChannelWays = std::map<customer::Channel, ChannelWay>;

// Reads names of channels and ways, such as push and subscribers.
absl::StatusOr<ChannelWays> ReadChannelWays(
    const google::protobuf::Map<std::string, std::string>& ways);

}  // namespace usher::app
