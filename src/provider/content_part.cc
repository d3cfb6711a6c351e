#include "provider/content_part.h"

#include "absl/strings/str_cat.h"

namespace usher::provider {

std::string ContentPart(const journey::RenderedContent& content, absl::string_view name) {
  for (const auto& [part, text] : content) {
    if (part == name) return text;
  }
  return "";
}

std::string TextWithLink(const journey::RenderedContent& content) {
  const std::string text = ContentPart(content, "text");
  const std::string link = ContentPart(content, "link");
  return absl::StrCat(text, text.empty() || link.empty() ? "" : "\n", link);
}

}  // namespace usher::provider
