#pragma once

#include <variant>

#include "absl/strings/string_view.h"

#include "cel/ast.h"
#include "cel/error.h"

namespace usher::cel {

// No part of an expression may be nested deeper than this, counting parentheses, operators in a
// row, members and calls; it bounds the recursion of everything that walks an expression.
inline constexpr int kNestingMax = 128;

// Parses an expression by the standard's grammar, and expands has() and the macros. `text` must be
// well-formed UTF-8. The first error in the text ends it.
std::variant<Ast, Error> Parse(absl::string_view text);

}  // namespace usher::cel
