#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "usher/v1/channel.pb.h"

namespace usher::cli {

// push, sms, in_app, ...; "all" for no particular one.
std::string ChannelName(v1::Channel channel);

// The inverse, "all" included. INVALID_ARGUMENT names the channels there are.
absl::StatusOr<v1::Channel> ParseChannel(absl::string_view name);

}  // namespace usher::cli
