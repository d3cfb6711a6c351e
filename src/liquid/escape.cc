#include "liquid/escape.h"

#include <algorithm>

#include "absl/strings/ascii.h"

#include "base/json.h"

namespace usher::liquid {
namespace {

// Whether `text`, which begins with &, begins with an entity such as &amp; or &#39;.
bool IsEntity(absl::string_view text) {
  std::size_t i = 1;
  const bool number = i < text.size() && text[i] == '#';
  if (number) ++i;
  const std::size_t first = i;
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (number ? !absl::ascii_isdigit(c) : !absl::ascii_isalpha(c)) break;
    ++i;
  }
  return i > first && i < text.size() && text[i] == ';';
}

// The value of a hexadecimal digit; -1 for anything else.
int HexDigit(char c) {
  if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return -1;
  return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

absl::string_view Entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return "&#39;";
  }
}

}  // namespace

void AppendHtml(absl::string_view text, bool once, std::string* out) {
  while (true) {
    const std::size_t plain = text.find_first_of("&<>\"'");
    out->append(text.data(), std::min(plain, text.size()));
    if (plain == absl::string_view::npos) return;
    text.remove_prefix(plain);
    if (once && text[0] == '&' && IsEntity(text)) {
      out->push_back('&');
    } else {
      const absl::string_view entity = Entity(text[0]);
      out->append(entity.data(), entity.size());
    }
    text.remove_prefix(1);
  }
}

void AppendJsonInside(absl::string_view text, std::string* out) {
  const std::size_t begin = out->size();
  base::AppendJsonString(text, out);
  out->pop_back();
  out->erase(begin, 1);
}

void AppendUrl(absl::string_view text, std::string* out) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || c == '-' || c == '_' || c == '.' || c == '~') {
      out->push_back(c);
    } else if (c == ' ') {
      out->push_back('+');
    } else {
      out->push_back('%');
      out->push_back(kHex[byte >> 4]);
      out->push_back(kHex[byte & 0xF]);
    }
  }
}

void AppendUrlDecoded(absl::string_view text, std::string* out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = high >= 0 ? HexDigit(text[i + 2]) : -1;
    if (low >= 0) {
      out->push_back(static_cast<char>(high << 4 | low));
      i += 2;
    } else {
      out->push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
}

}  // namespace usher::liquid
