#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "base/ids.h"
#include "customer/channel.h"

namespace usher::provider {

// What a link in a message stands for.
struct LinkToken {
  enum class Kind : std::uint8_t { kClick = 1, kOpen = 2 };
  Kind kind = Kind::kClick;
  customer::Channel channel = customer::Channel::kNone;
  base::CustomerId customer;
  std::uint64_t send_id = 0;
  std::string url;  // http or https; empty for kOpen
};

// Longer ones do not fit a token.
inline constexpr std::size_t kLinkUrlBytesMax = 2'000;
inline constexpr std::size_t kLinkCustomerBytesMax = 255;

// The token in as few characters as can be: Base64 for URLs, without padding, of its fields and of
// 12 bytes of HMAC-SHA256 over them, which nobody guesses.
std::string WriteLinkToken(const LinkToken& token, absl::string_view key);

// The inverse. NOT_FOUND unless one of `keys` signed it.
absl::StatusOr<LinkToken> ReadLinkToken(absl::string_view text,
                                        const std::vector<std::string>& keys);

}  // namespace usher::provider
