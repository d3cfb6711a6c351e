#include "liquid/escape.h"

#include <algorithm>

#include "absl/strings/ascii.h"

#include "base/form_text.h"
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
  base::AppendUrlEncoded(text, "-_.~", out);
}

}  // namespace usher::liquid
