#include "cel/literal.h"

#include <charconv>
#include <limits>

#include "absl/strings/str_cat.h"

#include "cel/utf8.h"

namespace usher::cel {
namespace {

// Reads exactly `count` digits of `base` from `text`.
bool ReadDigits(absl::string_view text, std::size_t count, int base, std::uint32_t* out) {
  if (text.size() < count) return false;
  const char* end = text.data() + count;
  const auto [stop, failure] = std::from_chars(text.data(), end, *out, base);
  return failure == std::errc() && stop == end;
}

char SimpleEscape(char c) {
  switch (c) {
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    case '\\':
    case '?':
    case '"':
    case '\'':
    case '`':
      return c;
    default:
      return '\0';
  }
}

// Resolves the escape at the start of `rest` (after the backslash). Returns the bytes it takes
// there, or 0 when it is none.
std::size_t DecodeEscape(absl::string_view rest, bool bytes, std::string* out) {
  if (rest.empty()) return 0;
  if (const char simple = SimpleEscape(rest[0]); simple != '\0') {
    out->push_back(simple);
    return 1;
  }
  std::uint32_t value = 0;
  std::size_t taken = 0;
  bool octet = false;
  if (rest[0] >= '0' && rest[0] <= '3') {
    taken = 3;
    octet = true;
    if (!ReadDigits(rest, 3, 8, &value)) return 0;
  } else {
    const std::size_t digits = rest[0] == 'x' || rest[0] == 'X' ? 2
                               : rest[0] == 'u'                 ? 4
                               : rest[0] == 'U'                 ? 8
                                                                : 0;
    octet = digits == 2;
    taken = digits + 1;
    if (digits == 0 || !ReadDigits(rest.substr(1), digits, 16, &value)) return 0;
  }
  if (bytes) {
    if (!octet) return 0;
    out->push_back(static_cast<char>(value));
    return taken;
  }
  // Two escapes may spell one code point beyond U+FFFF as a surrogate pair.
  std::uint32_t low = 0;
  if (value >= 0xD800 && value <= 0xDBFF && rest.substr(taken, 2) == "\\u" &&
      ReadDigits(rest.substr(taken + 2), 4, 16, &low) && low >= 0xDC00 && low <= 0xDFFF) {
    value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
    taken += 6;
  }
  return AppendCodePoint(value, out) ? taken : 0;
}

}  // namespace

std::string DecodeEscapes(absl::string_view body, bool bytes, std::string* out) {
  for (std::size_t i = 0; i < body.size();) {
    if (body[i] != '\\') {
      out->push_back(body[i++]);
      continue;
    }
    const std::size_t taken = DecodeEscape(body.substr(i + 1), bytes, out);
    if (taken == 0) {
      return absl::StrCat("invalid escape ", body.substr(i, 2), " in a ",
                          bytes ? "bytes" : "string", " literal");
    }
    i += taken + 1;
  }
  return "";
}

bool ParseUnsigned(absl::string_view digits, std::uint64_t* out) {
  int base = 10;
  if (digits.size() > 2 && (digits[1] == 'x' || digits[1] == 'X')) {
    base = 16;
    digits.remove_prefix(2);
  }
  const char* end = digits.data() + digits.size();
  const auto [stop, failure] = std::from_chars(digits.data(), end, *out, base);
  return failure == std::errc() && stop == end;
}

bool ParseSigned(absl::string_view digits, bool negative, std::int64_t* out) {
  std::uint64_t magnitude = 0;
  if (!ParseUnsigned(digits, &magnitude)) return false;
  const std::uint64_t max = std::uint64_t{std::numeric_limits<std::int64_t>::max()};
  if (magnitude > max + (negative ? 1 : 0)) return false;
  *out = static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
  return true;
}

}  // namespace usher::cel
