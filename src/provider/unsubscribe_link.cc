#include "provider/unsubscribe_link.h"

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

#include "base/json.h"
#include "journey/send_id.h"
#include "provider/hmac.h"

namespace usher::provider {
namespace {

bool IsSigned(absl::string_view text, absl::string_view signature,
              const std::vector<std::string>& keys) {
  bool is_signed = false;
  for (const std::string& key : keys) {
    is_signed |= EqualInConstantTime(signature, HmacSha256(key, text));
  }
  return is_signed;
}

}  // namespace

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

absl::StatusOr<messages::Feedback> ReadUnsubscribeToken(absl::string_view token,
                                                        const std::vector<std::string>& keys) {
  const absl::Status none = absl::NotFoundError("no token of ours");
  const std::size_t dot = token.rfind('.');
  absl::string_view payload = token.substr(0, dot);
  std::string signature;
  if (dot == absl::string_view::npos || !absl::ConsumePrefix(&payload, "v1.") ||
      !absl::WebSafeBase64Unescape(token.substr(dot + 1), &signature) ||
      !IsSigned(token.substr(0, dot), signature, keys)) {
    return none;
  }
  std::string json;
  if (!absl::WebSafeBase64Unescape(payload, &json)) return none;
  const auto said = base::ParseJson(json);
  if (!said.ok()) return none;
  const auto text = [&said](absl::string_view name) {
    const base::Value* value = said->Find(name);
    return value == nullptr || value->as_string() == nullptr ? std::string() : *value->as_string();
  };
  messages::Feedback wish;
  wish.kind = messages::FeedbackKind::kUnsubscribed;
  wish.customer_id = text("customer_id");
  wish.anonymous_id = text("anonymous_id");
  wish.channel = customer::ChannelFromName(text("channel")).value_or(customer::Channel::kNone);
  wish.category = text("category");
  if (!absl::SimpleHexAtoi(text("send_id"), &wish.send_id)) wish.send_id = 0;
  return wish;
}

std::string UnsubscribeLink(absl::string_view url, const journey::Message& message,
                            absl::string_view key) {
  return absl::StrReplaceAll(url, {{kTokenPlace, UnsubscribeToken(message, key)}});
}

}  // namespace usher::provider
