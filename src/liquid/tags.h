#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "liquid/lexer.h"
#include "liquid/node.h"
#include "liquid/parser.h"

namespace usher::liquid {

// What a tag is called and how it is read.
struct Tag {
  absl::string_view name;
  // Reads the tag `token` and, if it is a block, all up to its end. Null if it renders nothing, or
  // after an error that parser knows.
  NodePtr (*parse)(Parser& parser, const Token& token);
};

// The tag `name`; null if there is none. Tags that only end or divide others are no entries.
const Tag* FindTag(absl::string_view name);
// All tags' names, for suggestions.
std::vector<std::string> TagNames();

}  // namespace usher::liquid
