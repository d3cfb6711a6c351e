#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "provider/push_message.h"

namespace usher::provider {

// The most that APNs takes as a request's body.
inline constexpr std::size_t kApnsBytesMax = 4096;

// The body of a request to APNs: {"aps":{"alert":{...},"sound":...}} and the message's data beside
// it. `sound` is a sound of the app, or empty.
std::string ApnsPayload(const PushMessage& message, absl::string_view sound);

// The headers that say what is to become of it: "name: value". `urgent` wakes the device; `now` is
// real time, which the message's end is counted from.
std::vector<std::string> ApnsHeaders(const PushMessage& message, std::uint64_t send_id,
                                     absl::string_view topic, bool urgent, absl::Time now);

// Whether it may be the token of a device: an even number of hexadecimal digits, 200 at most.
bool IsApnsDeviceToken(absl::string_view token);

}  // namespace usher::provider
