#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include <sys/socket.h>

namespace usher::provider {

// An IPv6 address, or an IPv4 address mapped into ::ffff:0:0/96; in network order.
using IpAddress = std::array<std::uint8_t, 16>;

// Addresses that share their first bits.
struct AddressRange {
  IpAddress first{};
  int bits = 128;

  bool Contains(const IpAddress& address) const;
};

// Reads 10.0.0.0/8, fd00::/8 or a single address. INVALID_ARGUMENT for anything else.
absl::StatusOr<AddressRange> ParseAddressRange(absl::string_view text);

// Decides which addresses may be connected to: public ones, by the special-purpose registries of
// IANA, and those in `allowed`. So a name that a stranger controls cannot lead into the network
// that usher runs in: not to the machine itself, private and link-local networks, shared address
// space, metadata services of clouds, nor to any of these behind IPv4-mapped IPv6 or NAT64.
class AddressGuard {
 public:
  explicit AddressGuard(std::vector<AddressRange> allowed = {}) : allowed_(std::move(allowed)) {}

  bool Allows(const IpAddress& address) const;
  // The same; false for what is no IP address.
  bool Allows(const sockaddr* address) const;

 private:
  const std::vector<AddressRange> allowed_;
};

}  // namespace usher::provider
