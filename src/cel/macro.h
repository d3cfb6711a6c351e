#pragma once

#include <string>
#include <vector>

#include "cel/ast.h"

namespace usher::cel {

// Turns the call at `call`, as parsed, into has() or a macro if that is what it spells; other calls
// stay. Returns an empty text, or what is wrong, with the place in `*offset`.
std::string ExpandMacro(ExprIndex call, std::vector<Expr>* nodes, int* offset);

}  // namespace usher::cel
