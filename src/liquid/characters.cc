#include "liquid/characters.h"

namespace usher::liquid {
namespace {

bool IsTail(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

std::size_t CharacterCount(absl::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += IsTail(c) ? 0 : 1;
  return count;
}

absl::string_view CharacterPrefix(absl::string_view text, std::size_t count) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsTail(text[i])) continue;
    if (count-- == 0) return text.substr(0, i);
  }
  return text;
}

std::uint32_t TakeCharacter(absl::string_view* text) {
  const auto first = static_cast<unsigned char>(text->front());
  const std::size_t size = first < 0xC0 || first >= 0xF8 ? 1
                           : first < 0xE0                ? 2
                           : first < 0xF0                ? 3
                                                         : 4;
  std::uint32_t code = size == 1 ? first : first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if (i >= text->size() || !IsTail((*text)[i])) {
      text->remove_prefix(1);
      return first;
    }
    code = code << 6 | (static_cast<unsigned char>((*text)[i]) & 0x3FU);
  }
  text->remove_prefix(size);
  return code;
}

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const std::size_t before = text.size();
    const auto first = static_cast<unsigned char>(text.front());
    const std::uint32_t code = TakeCharacter(&text);
    const std::size_t size = before - text.size();
    constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    if (first >= 0x80 && size == 1) return false;
    // Longer than needed, a surrogate, or beyond the last character.
    if (code < kLeast[size] || (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF) return false;
  }
  return true;
}

void AppendCharacter(std::uint32_t code, std::string* out) {
  const auto tail = [&](int shift) {
    out->push_back(static_cast<char>(0x80 | (code >> shift & 0x3F)));
  };
  if (code < 0x80) {
    out->push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out->push_back(static_cast<char>(0xC0 | code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | code >> 12));
    tail(6);
    tail(0);
  } else {
    out->push_back(static_cast<char>(0xF0 | code >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace usher::liquid
