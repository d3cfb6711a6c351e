#include "base/hash.h"

#include <cstring>

#include <xxhash.h>

namespace usher::base {
namespace {

std::string Join(std::initializer_list<absl::string_view> fields) {
  std::size_t size = 0;
  for (absl::string_view field : fields) size += 4 + field.size();
  std::string joined;
  joined.reserve(size);
  for (absl::string_view field : fields) {
    const std::uint64_t bytes = field.size();
    for (int shift = 0; shift < 32; shift += 8) joined.push_back(static_cast<char>(bytes >> shift));
    joined.append(field.data(), field.size());
  }
  return joined;
}

}  // namespace

std::uint64_t Hash64(absl::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

Digest Hash128(absl::string_view bytes) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  Digest digest;
  std::memcpy(digest.data(), canonical.digest, digest.size());
  return digest;
}

std::uint64_t HashFields(std::initializer_list<absl::string_view> fields) {
  return Hash64(Join(fields));
}

Digest DigestFields(std::initializer_list<absl::string_view> fields) {
  return Hash128(Join(fields));
}

std::string ToHex(absl::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 0xF]);
  }
  return hex;
}

}  // namespace usher::base
