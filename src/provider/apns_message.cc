#include "provider/apns_message.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "journey/send_id.h"
#include "provider/hmac.h"

namespace usher::provider {
namespace {

using base::Value;

constexpr std::size_t kTokenDigitsMax = 200;

// A UUID of version 8 (RFC 9562), the same for each attempt of a message.
std::string Uuid(std::uint64_t send_id) {
  std::string bytes = HmacSha256("apns-id", journey::SendIdText(send_id)).substr(0, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x80);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  const std::string hex = absl::BytesToHexString(bytes);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

}  // namespace

std::string ApnsPayload(const PushMessage& message, absl::string_view sound) {
  Value aps{Value::Map()};
  if (message.silent()) {
    aps.Set("content-available", Value(std::int64_t{1}));
  } else {
    Value alert{Value::Map()};
    if (!message.title.empty()) alert.Set("title", Value(message.title));
    if (!message.body.empty()) alert.Set("body", Value(message.body));
    aps.Set("alert", std::move(alert));
    if (!sound.empty()) aps.Set("sound", Value(std::string(sound)));
  }
  Value payload{Value::Map()};
  for (const auto& [name, text] : message.data) payload.Set(name, Value(text));
  payload.Set("aps", std::move(aps));
  return base::ToJson(payload);
}

std::vector<std::string> ApnsHeaders(const PushMessage& message, std::uint64_t send_id,
                                     absl::string_view topic, bool urgent, absl::Time now) {
  // APNs refuses a higher priority for what shows nothing.
  const bool at_once = urgent && !message.silent();
  return {absl::StrCat("apns-id: ", Uuid(send_id)),
          absl::StrCat("apns-push-type: ", message.silent() ? "background" : "alert"),
          absl::StrCat("apns-topic: ", topic),
          absl::StrCat("apns-priority: ", at_once ? 10 : 5),
          absl::StrCat("apns-expiration: ", absl::ToUnixSeconds(now + message.time_to_live)),
          absl::StrCat("apns-collapse-id: ", message.collapse_id)};
}

bool IsApnsDeviceToken(absl::string_view token) {
  return !token.empty() && token.size() % 2 == 0 && token.size() <= kTokenDigitsMax &&
         std::all_of(token.begin(), token.end(), absl::ascii_isxdigit);
}

}  // namespace usher::provider
