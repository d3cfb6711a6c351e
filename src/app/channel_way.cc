#include "app/channel_way.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "base/nearest.h"

namespace usher::app {

absl::StatusOr<ChannelWays> ReadChannelWays(
    const google::protobuf::Map<std::string, std::string>& ways) {
  static const std::map<std::string, ChannelWay> kWays = {
      {"log", ChannelWay::kLog},
      {"inbox", ChannelWay::kInbox},
      {"subscribers", ChannelWay::kSubscribers},
      {"subscribers:at_least_once", ChannelWay::kSubscribersRepeatedly}};
  ChannelWays result;
  for (const auto& [name, way] : ways) {
    const auto channel = customer::ChannelFromName(name);
    if (!channel) {
      std::vector<std::string> names;
      for (const customer::Channel known : customer::kAllChannels) {
        names.emplace_back(customer::ChannelName(known));
      }
      const std::string nearest = base::Nearest(name, names);
      return absl::InvalidArgumentError(absl::StrCat(name, ": there is no channel of that name",
                                                     nearest.empty() ? "" : "; did you mean ",
                                                     nearest, nearest.empty() ? "" : "?"));
    }
    const auto known = kWays.find(way);
    if (known == kWays.end()) {
      return absl::InvalidArgumentError(absl::StrCat(
          name, "=", way, ": must be log, inbox, subscribers or subscribers:at_least_once"));
    }
    if (known->second == ChannelWay::kInbox && *channel != customer::Channel::kInApp) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, "=", way, ": only in_app goes to the inbox"));
    }
    result[*channel] = known->second;
  }
  return result;
}

}  // namespace usher::app
