#include "provider/form_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace usher::provider {
namespace {

void AppendEncoded(absl::string_view text, std::string* out) {
  static constexpr absl::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || c == '*' || c == '-' || c == '.' || c == '_') {
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

}  // namespace

std::string FormText(const std::vector<std::pair<absl::string_view, std::string>>& fields) {
  std::string text;
  for (const auto& [name, value] : fields) {
    if (!text.empty()) text.push_back('&');
    AppendEncoded(name, &text);
    text.push_back('=');
    AppendEncoded(value, &text);
  }
  return text;
}

}  // namespace usher::provider
