#include "provider/push_message.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/strip.h"

#include "journey/send_id.h"
#include "provider/content_part.h"
#include "provider/hmac.h"

namespace usher::provider {
namespace {

constexpr absl::Duration kTimeToLiveMax = absl::Hours(24 * 28);
constexpr std::size_t kCollapseIdChars = 32;

// Authors' keys may be of any length and kind, and say something about the customer.
std::string CollapseId(absl::string_view key) {
  return absl::WebSafeBase64Escape(HmacSha256("collapse", key)).substr(0, kCollapseIdChars);
}

}  // namespace

PushMessage PushMessageOf(const journey::Message& message) {
  PushMessage push;
  push.title = ContentPart(message.content, "title");
  push.body = ContentPart(message.content, "body");
  push.deep_link = ContentPart(message.content, "deep_link");
  for (const auto& [part, text] : message.content) {
    absl::string_view name = part;
    if (absl::ConsumePrefix(&name, "data.")) push.data.emplace_back(name, text);
  }
  const auto add_unless_there = [&push](const std::string& name, const std::string& text) {
    const bool there = std::any_of(push.data.begin(), push.data.end(),
                                   [&](const auto& member) { return member.first == name; });
    if (!there && !text.empty()) push.data.emplace_back(name, text);
  };
  const std::string id = journey::SendIdText(message.send_id);
  add_unless_there("send_id", id);
  add_unless_there("deep_link", push.deep_link);
  const std::string key = ContentPart(message.content, "collapse_key");
  push.collapses = !key.empty();
  push.collapse_id = CollapseId(push.collapses ? key : id);
  push.time_to_live =
      absl::Floor(std::clamp(message.expire_at - message.at, absl::ZeroDuration(), kTimeToLiveMax),
                  absl::Seconds(1));
  return push;
}

}  // namespace usher::provider
