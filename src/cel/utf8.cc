#include "cel/utf8.h"

namespace usher::cel {
namespace {

std::uint8_t ByteAt(absl::string_view text, std::size_t index) {
  return static_cast<std::uint8_t>(text[index]);
}

bool IsScalar(std::uint32_t code_point) {
  return code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::uint8_t lead = ByteAt(text, i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || i + length > text.size()) return false;
    std::uint32_t code_point = lead & (0x7Fu >> length);
    for (std::size_t j = 1; j < length; ++j) {
      const std::uint8_t next = ByteAt(text, i + j);
      if ((next & 0xC0) != 0x80) return false;
      code_point = code_point << 6 | (next & 0x3Fu);
    }
    const std::uint32_t smallest = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    if (code_point < smallest || !IsScalar(code_point)) return false;
    i += length;
  }
  return true;
}

std::size_t CountCodePoints(absl::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<std::uint8_t>(c) & 0xC0) != 0x80;
  return count;
}

std::size_t CodePointBytes(absl::string_view text) {
  const std::uint8_t lead = ByteAt(text, 0);
  return lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
}

std::uint32_t DecodeCodePoint(absl::string_view text) {
  const std::size_t length = CodePointBytes(text);
  if (length == 1) return ByteAt(text, 0);
  std::uint32_t code_point = ByteAt(text, 0) & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) code_point = code_point << 6 | (ByteAt(text, i) & 0x3Fu);
  return code_point;
}

bool AppendCodePoint(std::uint32_t code_point, std::string* out) {
  if (!IsScalar(code_point)) return false;
  const auto append = [out](std::uint32_t byte) { out->push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) {
    append(code_point);
  } else if (code_point < 0x800) {
    append(0xC0 | code_point >> 6);
    append(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    append(0xE0 | code_point >> 12);
    append(0x80 | (code_point >> 6 & 0x3F));
    append(0x80 | (code_point & 0x3F));
  } else {
    append(0xF0 | code_point >> 18);
    append(0x80 | (code_point >> 12 & 0x3F));
    append(0x80 | (code_point >> 6 & 0x3F));
    append(0x80 | (code_point & 0x3F));
  }
  return true;
}

}  // namespace usher::cel
