#include "store/redis_address.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace usher::store {
namespace {

constexpr int kPortMax = 65535;

absl::Status Wrong(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(
      "Redis URL: ", what,
      "; expected redis://[[user]:password@]host[:port][/db] or unix:///path/to.sock"));
}

// Replaces %xx; anything else stays as it is.
std::string Unescape(absl::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && absl::ascii_isxdigit(text[i + 1]) &&
        absl::ascii_isxdigit(text[i + 2])) {
      out += absl::HexStringToBytes(text.substr(i + 1, 2));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

absl::Status ParseHostAndPort(absl::string_view text, RedisAddress* address) {
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.rfind(':');
  const bool has_port =
      colon != absl::string_view::npos && (bracket == absl::string_view::npos || colon > bracket);
  absl::string_view host = has_port ? text.substr(0, colon) : text;
  if (has_port && (!absl::SimpleAtoi(text.substr(colon + 1), &address->port) || address->port < 1 ||
                   address->port > kPortMax)) {
    return Wrong(absl::StrCat("port '", text.substr(colon + 1), "' is not in 1..", kPortMax));
  }
  if (absl::ConsumePrefix(&host, "[") && !absl::ConsumeSuffix(&host, "]")) {
    return Wrong("an IPv6 address lacks its closing bracket");
  }
  if (host.empty()) return Wrong("no host");
  address->host = std::string(host);
  return absl::OkStatus();
}

}  // namespace

std::string RedisAddress::ToString() const {
  if (!socket_path.empty()) return absl::StrCat("unix://", socket_path);
  return absl::StrCat("redis://", host, ":", port,
                      database == 0 ? "" : absl::StrCat("/", database));
}

absl::StatusOr<RedisAddress> ParseRedisUrl(absl::string_view url) {
  RedisAddress address;
  if (absl::ConsumePrefix(&url, "unix://")) {
    if (url.empty() || url[0] != '/') return Wrong("a socket needs an absolute path");
    address.socket_path = std::string(url);
    return address;
  }
  if (absl::ConsumePrefix(&url, "rediss://")) {
    return Wrong("TLS is not spoken; put a TLS proxy beside the gateway");
  }
  if (!absl::ConsumePrefix(&url, "redis://")) return Wrong("unknown scheme");

  if (const std::size_t at = url.rfind('@'); at != absl::string_view::npos) {
    const absl::string_view login = url.substr(0, at);
    const std::size_t colon = login.find(':');
    if (colon == absl::string_view::npos) return Wrong("a login needs a colon before the password");
    address.user = Unescape(login.substr(0, colon));
    address.password = Unescape(login.substr(colon + 1));
    url.remove_prefix(at + 1);
  }
  if (const std::size_t slash = url.find('/'); slash != absl::string_view::npos) {
    const absl::string_view database = url.substr(slash + 1);
    if (!database.empty() &&
        (!absl::SimpleAtoi(database, &address.database) || address.database < 0)) {
      return Wrong(absl::StrCat("database '", database, "' is not a number"));
    }
    url = url.substr(0, slash);
  }
  if (absl::Status status = ParseHostAndPort(url, &address); !status.ok()) return status;
  return address;
}

}  // namespace usher::store
