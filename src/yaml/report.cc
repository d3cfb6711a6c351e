#include "yaml/report.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "yaml/core_schema.h"

namespace usher::yaml {

void Report::Add(absl::string_view path, Mark mark, std::string message) {
  if (problems_->size() < kProblemsMax) {
    problems_->push_back({std::string(path), mark, std::move(message)});
  }
}

std::string Describe(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kSequence:
      return "a list";
    case Node::Kind::kMapping:
      return "a mapping";
    case Node::Kind::kScalar:
      break;
  }
  return IsNull(node) ? "nothing" : Quote(node.text);
}

std::string Quote(absl::string_view text) {
  constexpr std::size_t kShownMax = 60;
  if (text.size() <= kShownMax) return absl::StrCat("\"", absl::Utf8SafeCEscape(text), "\"");
  std::size_t end = kShownMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return absl::StrCat("\"", absl::Utf8SafeCEscape(text.substr(0, end)), "...\"");
}

}  // namespace usher::yaml
