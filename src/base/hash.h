#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace usher::base {

// Stable hashes (XXH3, xxHash specification 0.8): equal on every machine, version and run, so they
// may be stored. Not for secrets.
std::uint64_t Hash64(absl::string_view bytes);

// 128 bits in the canonical (big-endian) byte order.
using Digest = std::array<char, 16>;
Digest Hash128(absl::string_view bytes);

// One hash over several fields. Lengths are hashed too, so ("ab", "c") differs from ("a", "bc").
std::uint64_t HashFields(std::initializer_list<absl::string_view> fields);
Digest DigestFields(std::initializer_list<absl::string_view> fields);

// Lower-case hexadecimal of the bytes.
std::string ToHex(absl::string_view bytes);

}  // namespace usher::base
