#include "provider/address_guard.h"

#include <algorithm>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include <arpa/inet.h>
#include <netinet/in.h>

namespace usher::provider {
namespace {

constexpr int kMappedBits = 96;  // ::ffff:0:0/96 precedes an IPv4 address

// Special-purpose blocks of the IPv4 registry, with multicast and what is reserved.
constexpr const char* kSpecialV4[] = {
    "0.0.0.0/8",      "10.0.0.0/8",     "100.64.0.0/10",   "127.0.0.0/8",     "169.254.0.0/16",
    "172.16.0.0/12",  "192.0.0.0/24",   "192.0.2.0/24",    "192.31.196.0/24", "192.52.193.0/24",
    "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",   "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4"};
// Special-purpose blocks inside 2000::/3, which alone is global: protocol assignments with Teredo,
// documentation, 6to4, direct delegation of AS112.
constexpr const char* kSpecialV6[] = {"2001::/23", "2001:db8::/32", "2002::/16",
                                      "2620:4f:8000::/48", "3fff::/20"};

std::vector<AddressRange> Ranges(const char* const* begin, const char* const* end) {
  std::vector<AddressRange> ranges;
  for (; begin != end; ++begin) ranges.push_back(*ParseAddressRange(*begin));
  return ranges;
}

bool AnyContains(const std::vector<AddressRange>& ranges, const IpAddress& address) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const AddressRange& range) { return range.Contains(address); });
}

bool IsPublic(const IpAddress& address) {
  static const auto& mapped = *new AddressRange(*ParseAddressRange("::ffff:0:0/96"));
  static const auto& global = *new AddressRange(*ParseAddressRange("2000::/3"));
  static const auto& special_v4 =
      *new std::vector<AddressRange>(Ranges(std::begin(kSpecialV4), std::end(kSpecialV4)));
  static const auto& special_v6 =
      *new std::vector<AddressRange>(Ranges(std::begin(kSpecialV6), std::end(kSpecialV6)));
  if (mapped.Contains(address)) return !AnyContains(special_v4, address);
  return global.Contains(address) && !AnyContains(special_v6, address);
}

IpAddress Mapped(const std::uint8_t* v4) {
  IpAddress address{};
  address[10] = address[11] = 0xff;
  std::copy(v4, v4 + 4, address.begin() + 12);
  return address;
}

// Behind the well-known prefix of NAT64 stands an IPv4 address, which is where packets go.
IpAddress BehindNat64(const IpAddress& address) {
  static const auto& nat64 = *new AddressRange(*ParseAddressRange("64:ff9b::/96"));
  return nat64.Contains(address) ? Mapped(address.data() + 12) : address;
}

}  // namespace

bool AddressRange::Contains(const IpAddress& address) const {
  const std::size_t whole = static_cast<std::size_t>(bits) / 8;
  if (!std::equal(first.begin(), first.begin() + whole, address.begin())) return false;
  const int rest = bits % 8;
  return rest == 0 || ((first[whole] ^ address[whole]) >> (8 - rest)) == 0;
}

absl::StatusOr<AddressRange> ParseAddressRange(absl::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  AddressRange range;
  in_addr v4{};
  const bool is_v4 = inet_pton(AF_INET, address.c_str(), &v4) == 1;
  bool good = is_v4 || inet_pton(AF_INET6, address.c_str(), range.first.data()) == 1;
  if (is_v4) range.first = Mapped(reinterpret_cast<const std::uint8_t*>(&v4));
  if (good && slash != absl::string_view::npos) {
    const int bits_max = is_v4 ? 32 : 128;
    good = absl::SimpleAtoi(text.substr(slash + 1), &range.bits) && range.bits >= 0 &&
           range.bits <= bits_max;
    if (is_v4) range.bits += kMappedBits;
  }
  if (good) return range;
  return absl::InvalidArgumentError(
      absl::StrCat(text, ": expected a range of addresses such as 10.0.0.0/8 or fd00::/8"));
}

bool AddressGuard::Allows(const IpAddress& address) const {
  const IpAddress goal = BehindNat64(address);
  return AnyContains(allowed_, address) || AnyContains(allowed_, goal) || IsPublic(goal);
}

bool AddressGuard::Allows(const sockaddr* address) const {
  if (address->sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, address, sizeof v4);
    return Allows(Mapped(reinterpret_cast<const std::uint8_t*>(&v4.sin_addr)));
  }
  if (address->sa_family != AF_INET6) return false;
  sockaddr_in6 v6{};
  std::memcpy(&v6, address, sizeof v6);
  IpAddress bytes{};
  std::copy(std::begin(v6.sin6_addr.s6_addr), std::end(v6.sin6_addr.s6_addr), bytes.begin());
  return Allows(bytes);
}

}  // namespace usher::provider
