#include "yaml/report.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "base/text_prefix.h"
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
  return absl::StrCat("\"", absl::Utf8SafeCEscape(base::TextPrefix(text, kShownMax)), "...\"");
}

}  // namespace usher::yaml
