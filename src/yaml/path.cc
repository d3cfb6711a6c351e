#include "yaml/path.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace usher::yaml {

std::string FieldPath(absl::string_view parent, absl::string_view field) {
  return absl::StrCat(parent, parent.empty() ? "" : ".", field);
}

std::string ItemPath(absl::string_view parent, std::size_t index) {
  return absl::StrCat(parent, "[", index, "]");
}

std::string KeyPath(absl::string_view parent, absl::string_view key) {
  return absl::StrCat(parent, "[\"", absl::StrReplaceAll(key, {{"\\", "\\\\"}, {"\"", "\\\""}}),
                      "\"]");
}

absl::string_view ParentPath(absl::string_view path) {
  std::size_t last = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (quoted) {
      if (path[i] == '\\') {
        ++i;
      } else if (path[i] == '"') {
        quoted = false;
      }
    } else if (path[i] == '"') {
      quoted = true;
    } else if (path[i] == '.' || path[i] == '[') {
      last = i;
    }
  }
  return path.substr(0, last);
}

}  // namespace usher::yaml
