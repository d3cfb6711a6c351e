#pragma once

#include <cstddef>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

#include "yaml/document.h"
#include "yaml/problem.h"

namespace usher::yaml {

// Where the fields of a loaded message were written, so that validation, which knows fields by
// path (path.h), can point at lines. A path that was not written takes the place of the nearest
// enclosing one that was: what is missing is reported where it is missing. Copyable; not for
// concurrent changes.
class SourceMap {
 public:
  SourceMap() = default;
  explicit SourceMap(std::string text) : text_(std::move(text)) {}

  // Records that the field `path` was written as `value`, under a key at `key`.
  void Add(std::string path, Mark key, const Node& value);

  // True when exactly this path was written.
  bool Contains(absl::string_view path) const { return entries_.contains(path); }
  // The first character of the value, inside quotes.
  Mark Value(absl::string_view path) const;
  // The key that introduces the value; for an item of a list, the item.
  Mark Key(absl::string_view path) const;
  // The place of byte `offset` of a scalar's text, for errors inside expressions. Where the path
  // is no scalar that was written, same as Value.
  Mark InScalar(absl::string_view path, std::size_t offset) const;
  // The message, begun with the part of the path that was not written, such as "from.address: ":
  // its place is that of what encloses it, and does not say which field is meant.
  std::string Told(absl::string_view path, absl::string_view message) const;
  // How the scalar was written; plain for what is no scalar.
  ScalarStyle Style(absl::string_view path) const;

 private:
  struct Entry {
    Mark key;
    Mark value;
    bool is_scalar = false;
    ScalarStyle style = ScalarStyle::kPlain;
    std::size_t begin = 0;
    std::string scalar;
  };
  const Entry& Nearest(absl::string_view path) const;

  std::string text_;
  absl::flat_hash_map<std::string, Entry> entries_;
};

}  // namespace usher::yaml
