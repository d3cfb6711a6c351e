#include "provider/web_push_subscription.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "provider/private_key.h"

namespace usher::provider {
namespace {

constexpr absl::string_view kScheme = "https://";
constexpr absl::string_view kDefaultPort = ":443";
constexpr std::size_t kAuthBytes = 16;

absl::Status Fault(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("the address is no subscription of a browser: ", what));
}

bool TextAt(const base::Value& value, absl::string_view name, std::string* text) {
  const base::Value* found = value.Find(name);
  if (found == nullptr || found->as_string() == nullptr) return false;
  *text = *found->as_string();
  return true;
}

// Fills host and origin. A port is digits; nothing else but names and addresses is a host.
bool SplitEndpoint(WebPushSubscription* subscription) {
  const std::string& endpoint = subscription->endpoint;
  if (!absl::StartsWith(endpoint, kScheme)) return false;
  const bool graphic = std::all_of(endpoint.begin(), endpoint.end(), [](unsigned char c) {
    return absl::ascii_isgraph(c) && c != '\\';
  });
  if (!graphic) return false;
  const absl::string_view rest = absl::string_view(endpoint).substr(kScheme.size());
  std::string authority = absl::AsciiStrToLower(rest.substr(0, rest.find_first_of("/?#")));
  if (absl::EndsWith(authority, kDefaultPort)) {
    authority.resize(authority.size() - kDefaultPort.size());
  }
  const std::size_t colon = authority.find(':');
  const absl::string_view host = absl::string_view(authority).substr(0, colon);
  const absl::string_view port =
      colon == std::string::npos ? "0" : absl::string_view(authority).substr(colon + 1);
  const bool good =
      !host.empty() && !port.empty() &&
      std::all_of(host.begin(), host.end(),
                  [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-' || c == '.'; }) &&
      std::all_of(port.begin(), port.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
  subscription->host = std::string(host);
  subscription->origin = absl::StrCat(kScheme, authority);
  return good;
}

}  // namespace

absl::StatusOr<WebPushSubscription> ParseWebPushSubscription(absl::string_view address) {
  const auto json = base::ParseJson(address);
  if (!json.ok()) return Fault("it is not JSON");
  WebPushSubscription subscription;
  if (!TextAt(*json, "endpoint", &subscription.endpoint) || !SplitEndpoint(&subscription)) {
    return Fault("\"endpoint\" must be an https URL");
  }
  const base::Value* keys = json->Find("keys");
  std::string text;
  if (keys == nullptr || !TextAt(*keys, "auth", &text) ||
      !absl::WebSafeBase64Unescape(text, &subscription.auth) ||
      subscription.auth.size() != kAuthBytes) {
    return Fault("\"keys.auth\" must be 16 bytes, in Base64 for URLs");
  }
  if (!TextAt(*keys, "p256dh", &text) || !absl::WebSafeBase64Unescape(text, &subscription.key) ||
      !CheckP256Point(subscription.key).ok()) {
    return Fault("\"keys.p256dh\" must be a public key of P-256, in Base64 for URLs");
  }
  return subscription;
}

bool HostMatches(absl::string_view pattern, absl::string_view host) {
  if (!absl::StartsWith(pattern, "*.")) return pattern == host;
  const absl::string_view end = pattern.substr(1);
  return host.size() > end.size() && absl::EndsWith(host, end);
}

}  // namespace usher::provider
