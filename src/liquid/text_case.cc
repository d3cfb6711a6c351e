#include "liquid/text_case.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"

namespace usher::liquid {
namespace {

// Letters at [lower_first, lower_last] whose capitals stand `distance` before them; with `paired`
// capitals and small letters alternate instead, the small letter of odd or even code.
struct Alphabet {
  std::uint32_t lower_first;
  std::uint32_t lower_last;
  std::uint32_t distance;
  bool paired;
};

constexpr Alphabet kAlphabets[] = {
    {0x00E0, 0x00F6, 0x20, false}, {0x00F8, 0x00FE, 0x20, false}, {0x0101, 0x012F, 1, true},
    {0x0133, 0x0137, 1, true},     {0x013A, 0x0148, 1, true},     {0x014B, 0x0177, 1, true},
    {0x017A, 0x017E, 1, true},     {0x03AD, 0x03AF, 0x25, false}, {0x03B1, 0x03C1, 0x20, false},
    {0x03C3, 0x03CB, 0x20, false}, {0x0430, 0x044F, 0x20, false}, {0x0450, 0x045F, 0x50, false},
};

std::uint32_t Convert(std::uint32_t letter, bool upper) {
  for (const Alphabet& alphabet : kAlphabets) {
    const std::uint32_t lower = upper ? letter : letter + alphabet.distance;
    if (lower < alphabet.lower_first || lower > alphabet.lower_last) continue;
    if (alphabet.paired && (lower - alphabet.lower_first) % 2 != 0) continue;
    return upper ? letter - alphabet.distance : lower;
  }
  return letter;
}

// All these letters take two bytes, before and after.
std::string Convert(absl::string_view text, bool upper) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte < 0x80) {
      out[i] = upper ? absl::ascii_toupper(byte) : absl::ascii_tolower(byte);
    } else if (byte >= 0xC3 && byte <= 0xD1 && i + 1 < out.size()) {
      const std::uint32_t tail = static_cast<unsigned char>(out[i + 1]) & 0x3FU;
      const std::uint32_t letter = Convert((byte & 0x1FU) << 6 | tail, upper);
      out[i] = static_cast<char>(0xC0 | letter >> 6);
      out[i + 1] = static_cast<char>(0x80 | (letter & 0x3F));
      ++i;
    }
  }
  return out;
}

}  // namespace

std::string ToUpper(absl::string_view text) { return Convert(text, true); }

std::string ToLower(absl::string_view text) { return Convert(text, false); }

}  // namespace usher::liquid
