#include "provider/unsubscribe_link.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "base/json.h"
#include "journey/send_id.h"
#include "provider/hmac.h"

namespace usher::provider {

std::string UnsubscribeToken(const journey::Message& message, absl::string_view key) {
  std::string payload = "{";
  const auto add = [&](absl::string_view name, absl::string_view value) {
    absl::StrAppend(&payload, payload.size() > 1 ? "," : "", "\"", name, "\":");
    base::AppendJsonString(value, &payload);
  };
  add(message.customer.anonymous() ? "anonymous_id" : "customer_id", message.customer.name());
  add("channel", customer::ChannelName(message.channel));
  add("category", message.category);
  add("send_id", journey::SendIdText(message.send_id));
  const std::string signed_part =
      absl::StrCat("v1.", absl::WebSafeBase64Escape(absl::StrCat(payload, "}")));
  return absl::StrCat(signed_part, ".", absl::WebSafeBase64Escape(HmacSha256(key, signed_part)));
}

std::string UnsubscribeLink(absl::string_view url, const journey::Message& message,
                            absl::string_view key) {
  return absl::StrReplaceAll(url, {{kTokenPlace, UnsubscribeToken(message, key)}});
}

}  // namespace usher::provider
