#include "yaml/load.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"

#include "yaml/core_schema.h"
#include "yaml/document.h"
#include "yaml/message_loader.h"
#include "yaml/names.h"
#include "yaml/report.h"

namespace usher::yaml {

std::vector<Problem> Load(absl::string_view text, google::protobuf::Message* out, SourceMap* map) {
  std::vector<Problem> problems;
  out->Clear();
  SourceMap places{std::string(text)};
  if (const std::optional<Node> root = ParseDocument(text, &problems)) {
    Report report(&places, &problems);
    report.Place("", root->mark, *root);
    if (IsNull(*root)) {
      report.Add("", root->mark,
                 absl::StrCat(ExpectedMapping(*out->GetDescriptor()), ", found nothing"));
    } else {
      LoadMessage(*root, "", &report, out);
    }
  }
  if (map != nullptr) *map = std::move(places);
  return problems;
}

}  // namespace usher::yaml
