#include "base/sms.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

namespace usher::base {
namespace {

// 3GPP TS 23.038: the default alphabet, each character at its code. The escape to the extension, at
// 0x1B, stands for no character.
constexpr char32_t kBasic[] =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\0ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    U"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
static_assert(std::size(kBasic) == 128 + 1);
constexpr char kEscape = 0x1B;
// The extension and its codes.
constexpr char32_t kExtended[] = U"\f^{}\\[~]|€";
constexpr char kExtendedCodes[] = "\x0A\x14\x28\x29\x2F\x3C\x3D\x3E\x40\x65";
static_assert(std::size(kExtended) == std::size(kExtendedCodes));

// Where the alphabet has `c`; -1 where it has not.
template <std::size_t kCount>
int CodeIn(const char32_t (&alphabet)[kCount], char32_t c) {
  const char32_t* const end = alphabet + kCount - 1;
  const char32_t* const found = c == 0 ? end : std::find(alphabet, end, c);
  return found == end ? -1 : static_cast<int>(found - alphabet);
}

void AppendGsm7(char32_t c, std::string* out) {
  const int basic = CodeIn(kBasic, c);
  if (basic >= 0) {
    out->push_back(static_cast<char>(basic));
  } else {
    out->push_back(kEscape);
    out->push_back(kExtendedCodes[CodeIn(kExtended, c)]);
  }
}

void AppendUnit(char32_t unit, std::string* out) {
  out->push_back(static_cast<char>(unit >> 8 & 0xFF));
  out->push_back(static_cast<char>(unit & 0xFF));
}

void AppendUtf16(char32_t c, std::string* out) {
  if (c <= 0xFFFF) return AppendUnit(c, out);
  AppendUnit(0xD800 + ((c - 0x10000) >> 10), out);
  AppendUnit(0xDC00 + ((c - 0x10000) & 0x3FF), out);
}

constexpr char32_t kNoCharacter = 0xFFFD;

void AppendUtf8(char32_t c, std::string* out) {
  const auto byte = [out](char32_t bits) { out->push_back(static_cast<char>(bits)); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) {
    byte(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      byte(0xE0 | c >> 12);
    } else {
      byte(0xF0 | c >> 18);
      byte(0x80 | (c >> 12 & 0x3F));
    }
    byte(0x80 | (c >> 6 & 0x3F));
  }
  byte(0x80 | (c & 0x3F));
}

// What the extension has at a code; telephones show the basic character where it has none.
char32_t Extended(char code) {
  for (std::size_t i = 0; i + 1 < std::size(kExtended); ++i) {
    if (kExtendedCodes[i] == code) return kExtended[i];
  }
  const auto basic = static_cast<unsigned char>(code);
  return basic < 128 && basic != kEscape ? kBasic[basic] : kNoCharacter;
}

char32_t UnitAt(absl::string_view bytes, std::size_t at) {
  return static_cast<char32_t>(static_cast<unsigned char>(bytes[at]) << 8 |
                               static_cast<unsigned char>(bytes[at + 1]));
}

// Units that a segment holds, alone and as one of several.
constexpr std::size_t kGsm7Alone = 160;
constexpr std::size_t kGsm7Each = 153;
constexpr std::size_t kUcs2Alone = 70;
constexpr std::size_t kUcs2Each = 67;

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
  if (code > 0x10FFFF) return {first, 1};
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
    const bool extended = CodeIn(kExtended, c.code) >= 0;
    if (!extended && CodeIn(kBasic, c.code) < 0 && size.encoding == SmsSize::Encoding::kGsm7) {
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
  const bool single = size.units <= (gsm7 ? kGsm7Alone : kUcs2Alone);
  size.segments = single ? 1 : SegmentsOf(widths, gsm7 ? kGsm7Each : kUcs2Each);
  return size;
}

SmsSegments SplitSms(absl::string_view text) {
  const SmsSize size = MeasureSms(text);
  SmsSegments split{size.encoding, {}};
  if (size.segments == 0) return split;
  const bool gsm7 = size.encoding == SmsSize::Encoding::kGsm7;
  const std::size_t each = size.segments == 1 ? size.units * (gsm7 ? 1 : 2)
                           : gsm7             ? kGsm7Each
                                              : kUcs2Each * 2;
  split.segments.emplace_back();
  while (!text.empty()) {
    const Character c = FirstOf(text);
    std::string bytes;
    gsm7 ? AppendGsm7(c.code, &bytes) : AppendUtf16(c.code, &bytes);
    if (split.segments.back().size() + bytes.size() > each) split.segments.emplace_back();
    split.segments.back() += bytes;
    text.remove_prefix(c.bytes);
  }
  return split;
}

std::string TextOfGsm7(absl::string_view septets) {
  std::string text;
  for (std::size_t i = 0; i < septets.size(); ++i) {
    const auto septet = static_cast<unsigned char>(septets[i]);
    if (septet == kEscape) {
      AppendUtf8(++i < septets.size() ? Extended(septets[i]) : kNoCharacter, &text);
    } else {
      AppendUtf8(septet < 128 ? kBasic[septet] : kNoCharacter, &text);
    }
  }
  return text;
}

std::string TextOfLatin1(absl::string_view bytes) {
  std::string text;
  for (const char byte : bytes) AppendUtf8(static_cast<unsigned char>(byte), &text);
  return text;
}

std::string TextOfUcs2(absl::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    char32_t c = UnitAt(bytes, i);
    if (c >= 0xD800 && c <= 0xDBFF && i + 3 < bytes.size()) {
      const char32_t low = UnitAt(bytes, i + 2);
      if (low >= 0xDC00 && low <= 0xDFFF) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      }
    }
    AppendUtf8(c >= 0xD800 && c <= 0xDFFF ? kNoCharacter : c, &text);
  }
  if (bytes.size() % 2 != 0) AppendUtf8(kNoCharacter, &text);
  return text;
}

absl::string_view SmsEncodingName(SmsSize::Encoding encoding) {
  return encoding == SmsSize::Encoding::kGsm7 ? "GSM-7" : "UCS-2";
}

}  // namespace usher::base
