#include "base/sms.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace usher::base {
namespace {

// 3GPP TS 23.038: the default alphabet without its control characters but for the line ends, then
// what is reached through the escape character.
constexpr char32_t kBasic[] =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    U"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr char32_t kExtended[] = U"\f^{}\\[~]|€";

template <std::size_t kCount>
bool IsIn(const char32_t (&alphabet)[kCount], char32_t c) {
  return c != 0 && std::find(alphabet, alphabet + kCount, c) != alphabet + kCount;
}

struct Character {
  char32_t code;
  std::size_t bytes;
};

// A byte that begins no character is taken as one itself.
Character FirstOf(absl::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t size = first < 0xC0 || first >= 0xF8 ? 1
                           : first < 0xE0                ? 2
                           : first < 0xF0                ? 3
                                                         : 4;
  char32_t code = size == 1 ? first : first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if (i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return {first, 1};
    code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  return {code, size};
}

// How many segments characters of these widths fill, when a segment of several holds `each`.
std::size_t SegmentsOf(const std::vector<std::uint8_t>& widths, std::size_t each) {
  std::size_t segments = 1;
  std::size_t used = 0;
  for (const std::uint8_t width : widths) {
    if (used + width > each) {
      ++segments;
      used = 0;
    }
    used += width;
  }
  return segments;
}

}  // namespace

SmsSize MeasureSms(absl::string_view text) {
  SmsSize size;
  std::vector<std::uint8_t> septets;
  std::vector<std::uint8_t> code_units;
  while (!text.empty()) {
    const Character c = FirstOf(text);
    const bool extended = IsIn(kExtended, c.code);
    if (!extended && !IsIn(kBasic, c.code) && size.encoding == SmsSize::Encoding::kGsm7) {
      size.encoding = SmsSize::Encoding::kUcs2;
      size.forced_by = std::string(text.substr(0, c.bytes));
    }
    septets.push_back(extended ? 2 : 1);
    code_units.push_back(c.code > 0xFFFF ? 2 : 1);
    text.remove_prefix(c.bytes);
  }
  const bool gsm7 = size.encoding == SmsSize::Encoding::kGsm7;
  const std::vector<std::uint8_t>& widths = gsm7 ? septets : code_units;
  for (const std::uint8_t width : widths) size.units += width;
  if (size.units == 0) return size;
  const bool single = size.units <= (gsm7 ? 160U : 70U);
  size.segments = single ? 1 : SegmentsOf(widths, gsm7 ? 153 : 67);
  return size;
}

absl::string_view SmsEncodingName(SmsSize::Encoding encoding) {
  return encoding == SmsSize::Encoding::kGsm7 ? "GSM-7" : "UCS-2";
}

}  // namespace usher::base
