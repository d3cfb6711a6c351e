#include "provider/fcm_message.h"

#include <initializer_list>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "base/json.h"

namespace usher::provider {
namespace {

using base::Value;

Value MapOf(std::initializer_list<std::pair<const char*, Value>> members) {
  Value map{Value::Map()};
  for (const auto& [name, value] : members) map.Set(name, value);
  return map;
}

Value ForAndroid(const PushMessage& message, bool urgent, absl::string_view seconds) {
  Value android = MapOf({{"priority", Value(urgent ? "HIGH" : "NORMAL")},
                         {"ttl", Value(absl::StrCat(seconds, "s"))}});
  // FCM keeps at most four keys for a device that is away, so ids of messages are none.
  if (message.collapses) android.Set("collapse_key", Value(message.collapse_id));
  if (!message.silent()) {
    android.Set("notification", MapOf({{"tag", Value(message.collapse_id)}}));
  }
  return android;
}

Value ForApple(const PushMessage& message, bool urgent, absl::Time now) {
  // Apple refuses a higher priority for what shows nothing.
  const char* priority = urgent && !message.silent() ? "10" : "5";
  Value apns = MapOf(
      {{"headers", MapOf({{"apns-priority", Value(priority)},
                          {"apns-expiration",
                           Value(absl::StrCat(absl::ToUnixSeconds(now + message.time_to_live)))},
                          {"apns-collapse-id", Value(message.collapse_id)},
                          {"apns-push-type", Value(message.silent() ? "background" : "alert")}})}});
  if (message.silent()) {
    apns.Set("payload", MapOf({{"aps", MapOf({{"content-available", Value(std::int64_t{1})}})}}));
  }
  return apns;
}

Value ForBrowsers(const PushMessage& message, bool urgent, absl::string_view seconds) {
  Value web = MapOf({{"headers", MapOf({{"TTL", Value(std::string(seconds))},
                                        {"Urgency", Value(urgent ? "high" : "normal")},
                                        {"Topic", Value(message.collapse_id)}})}});
  if (message.silent()) return web;
  web.Set("notification", MapOf({{"tag", Value(message.collapse_id)}}));
  if (absl::StartsWith(message.deep_link, "https://")) {
    web.Set("fcm_options", MapOf({{"link", Value(message.deep_link)}}));
  }
  return web;
}

}  // namespace

std::string FcmMessage(const PushMessage& message, absl::string_view token, bool urgent,
                       absl::Time now) {
  const std::string seconds = absl::StrCat(absl::ToInt64Seconds(message.time_to_live));
  Value data{Value::Map()};
  for (const auto& [name, text] : message.data) data.Set(name, Value(text));
  Value body = MapOf({{"token", Value(std::string(token))}, {"data", std::move(data)}});
  if (!message.silent()) {
    Value notification{Value::Map()};
    if (!message.title.empty()) notification.Set("title", Value(message.title));
    if (!message.body.empty()) notification.Set("body", Value(message.body));
    body.Set("notification", std::move(notification));
  }
  body.Set("android", ForAndroid(message, urgent, seconds));
  body.Set("apns", ForApple(message, urgent, now));
  body.Set("webpush", ForBrowsers(message, urgent, seconds));
  return base::ToJson(MapOf({{"message", std::move(body)}}));
}

}  // namespace usher::provider
