#pragma once

#include <string>
#include <vector>

#include "cel/ast.h"

namespace usher::cel {

// Turns the call at `index`, as parsed, into has() or a macro if that is what it spells; other
// calls stay. Returns an empty text, or what is wrong, with the place in `*offset`.
std::string ExpandMacro(ExprIndex index, std::vector<Expr>* nodes, int* offset);

}  // namespace usher::cel
