#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "provider/push_message.h"

namespace usher::provider {

// The body of a request to FCM (HTTP v1, projects.messages.send) that sends `message` to the device
// `token`. `urgent` wakes the device. `now` is real time, which the message's end for Apple's
// devices is counted from.
std::string FcmMessage(const PushMessage& message, absl::string_view token, bool urgent,
                       absl::Time now);

}  // namespace usher::provider
