#include "provider/message_token.h"

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "base/json.h"
#include "journey/send_id.h"
#include "provider/hmac.h"

namespace usher::provider {
namespace {

constexpr std::size_t kTokenBytesMax = 8 * 1024;

bool IsSigned(absl::string_view text, absl::string_view signature,
              const std::vector<std::string>& keys) {
  bool is_signed = false;
  for (const std::string& key : keys) {
    is_signed |= EqualInConstantTime(signature, HmacSha256(key, text));
  }
  return is_signed;
}

std::string TextIn(const base::Value& payload, absl::string_view name) {
  const base::Value* value = payload.Find(name);
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

}  // namespace

std::string MessageToken(absl::string_view purpose, const journey::Message& message,
                         absl::string_view key) {
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
      absl::StrCat(purpose, ".", absl::WebSafeBase64Escape(absl::StrCat(payload, "}")));
  return absl::StrCat(signed_part, ".", absl::WebSafeBase64Escape(HmacSha256(key, signed_part)));
}

absl::StatusOr<messages::Feedback> ReadMessageToken(absl::string_view purpose,
                                                    absl::string_view token,
                                                    const std::vector<std::string>& keys) {
  absl::Status none = absl::NotFoundError("no token of ours");
  const std::size_t dot = token.rfind('.');
  if (token.size() > kTokenBytesMax || dot == absl::string_view::npos) return none;
  absl::string_view payload = token.substr(0, dot);
  std::string signature;
  if (!absl::WebSafeBase64Unescape(token.substr(dot + 1), &signature) ||
      !IsSigned(payload, signature, keys) || !absl::ConsumePrefix(&payload, purpose) ||
      !absl::ConsumePrefix(&payload, ".")) {
    return none;
  }
  std::string json;
  if (!absl::WebSafeBase64Unescape(payload, &json)) return none;
  const auto said = base::ParseJson(json);
  if (!said.ok()) return none;
  messages::Feedback named;
  named.customer_id = TextIn(*said, "customer_id");
  named.anonymous_id = TextIn(*said, "anonymous_id");
  named.channel =
      customer::ChannelFromName(TextIn(*said, "channel")).value_or(customer::Channel::kNone);
  named.category = TextIn(*said, "category");
  if (!absl::SimpleHexAtoi(TextIn(*said, "send_id"), &named.send_id)) named.send_id = 0;
  return named;
}

}  // namespace usher::provider
