#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

// Names of fields inside a message, as validation reports them:
//   steps[3].branch.cases[0].when        templates["cart-reminder"].push.title
// Fields by their proto name, items by index from 0, map entries and free-form members by quoted
// key. The message itself is the empty path.
namespace usher::yaml {

std::string FieldPath(absl::string_view parent, absl::string_view field);
std::string ItemPath(absl::string_view parent, std::size_t index);
// A backslash precedes every quote and backslash of `key`.
std::string KeyPath(absl::string_view parent, absl::string_view key);

// The path without its last step; empty when it has only one.
absl::string_view ParentPath(absl::string_view path);

}  // namespace usher::yaml
