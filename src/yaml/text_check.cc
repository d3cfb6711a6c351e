#include "yaml/text_check.h"

#include "absl/strings/str_cat.h"

#include "simdjson.h"
#include "yaml/document.h"

namespace usher::yaml {
namespace {

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

}  // namespace

std::optional<Problem> CheckText(absl::string_view text) {
  if (text.size() > kTextBytesMax) {
    return Problem{{},
                   {},
                   absl::StrCat("the text has ", text.size(), " bytes; at most ", kTextBytesMax,
                                " are allowed")};
  }
  int line = 1;
  while (!text.empty()) {
    const absl::string_view rest = text.substr(0, text.find('\n'));
    if (!simdjson::validate_utf8(rest.data(), rest.size())) {
      return Problem{{}, {line, 1}, "this line is not valid UTF-8"};
    }
    int column = 1;
    for (const char c : rest) {
      if (IsControl(c)) {
        return Problem{{}, {line, column}, "control characters are not allowed; write an escape"};
      }
      if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++column;
    }
    if (rest.size() == text.size()) break;
    text.remove_prefix(rest.size() + 1);
    ++line;
  }
  return std::nullopt;
}

}  // namespace usher::yaml
