#include "cli/channel_name.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace usher::cli {

std::string ChannelName(v1::Channel channel) {
  if (channel == v1::CHANNEL_UNSPECIFIED) return "all";
  return absl::AsciiStrToLower(absl::StripPrefix(v1::Channel_Name(channel), "CHANNEL_"));
}

absl::StatusOr<v1::Channel> ParseChannel(absl::string_view name) {
  std::vector<std::string> names;
  for (int number = v1::Channel_MIN; number <= v1::Channel_MAX; ++number) {
    if (!v1::Channel_IsValid(number)) continue;
    names.push_back(ChannelName(static_cast<v1::Channel>(number)));
    if (name == names.back()) return static_cast<v1::Channel>(number);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", name, "\" is no channel; there are ", absl::StrJoin(names, ", ")));
}

}  // namespace usher::cli
