#include "yaml/source_map.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "yaml/path.h"
#include "yaml/scalar_position.h"

namespace usher::yaml {

void SourceMap::Add(std::string path, Mark key, const Node& value) {
  Entry entry;
  entry.key = key;
  entry.value = value.mark;
  entry.is_scalar = value.kind == Node::Kind::kScalar;
  entry.style = value.style;
  entry.begin = value.begin;
  if (entry.is_scalar) entry.scalar = value.text;
  entries_.insert_or_assign(std::move(path), std::move(entry));
}

Mark SourceMap::Value(absl::string_view path) const { return Nearest(path).value; }

Mark SourceMap::Key(absl::string_view path) const { return Nearest(path).key; }

Mark SourceMap::InScalar(absl::string_view path, std::size_t offset) const {
  const auto it = entries_.find(path);
  if (it == entries_.end() || !it->second.is_scalar) return Value(path);
  const Entry& entry = it->second;
  return PositionInScalar(absl::string_view(text_).substr(entry.begin), entry.value, entry.style,
                          entry.scalar, offset);
}

std::string SourceMap::Told(absl::string_view path, absl::string_view message) const {
  absl::string_view written = path;
  while (!written.empty() && !Contains(written)) written = ParentPath(written);
  const absl::string_view missing = absl::StripPrefix(path.substr(written.size()), ".");
  return missing.empty() ? std::string(message) : absl::StrCat(missing, ": ", message);
}

ScalarStyle SourceMap::Style(absl::string_view path) const {
  const auto it = entries_.find(path);
  return it == entries_.end() ? ScalarStyle::kPlain : it->second.style;
}

const SourceMap::Entry& SourceMap::Nearest(absl::string_view path) const {
  static const Entry kStart;
  while (true) {
    const auto it = entries_.find(path);
    if (it != entries_.end()) return it->second;
    if (path.empty()) return kStart;
    path = ParentPath(path);
  }
}

}  // namespace usher::yaml
