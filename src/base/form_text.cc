#include "base/form_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace usher::base {
namespace {

constexpr absl::string_view kFormPlain = "*-._";

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string Decoded(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  AppendUrlDecoded(text, &out);
  return out;
}

}  // namespace

void AppendUrlEncoded(absl::string_view text, absl::string_view plain, std::string* out) {
  static constexpr absl::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || absl::StrContains(plain, c)) {
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
      out->push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out->push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
}

std::string FormText(const std::vector<std::pair<absl::string_view, std::string>>& fields) {
  std::string text;
  for (const auto& [name, value] : fields) {
    if (!text.empty()) text.push_back('&');
    AppendUrlEncoded(name, kFormPlain, &text);
    text.push_back('=');
    AppendUrlEncoded(value, kFormPlain, &text);
  }
  return text;
}

FormFields ParseForm(absl::string_view text, std::size_t fields_max) {
  FormFields fields;
  while (!text.empty() && fields.size() < fields_max) {
    const absl::string_view field = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), field.size() + 1));
    if (field.empty()) continue;
    const std::size_t sign = field.find('=');
    fields.emplace_back(Decoded(field.substr(0, sign)), sign == absl::string_view::npos
                                                            ? std::string()
                                                            : Decoded(field.substr(sign + 1)));
  }
  return fields;
}

absl::string_view FormField(const FormFields& fields, absl::string_view name) {
  for (const auto& [field, value] : fields) {
    if (field == name) return value;
  }
  return "";
}

}  // namespace usher::base
