#pragma once

#include "liquid/lexer.h"
#include "liquid/node.h"
#include "liquid/parser.h"

namespace usher::liquid {

// {% render "name" with value as item, argument: value %} shows a partial that sees its arguments
// only; with `for` instead of `with` once for each item.
NodePtr ParseRender(Parser& parser, const Token& token);
// {% include name with value, argument: value %} shows a partial that sees and sets all variables.
NodePtr ParseInclude(Parser& parser, const Token& token);

}  // namespace usher::liquid
