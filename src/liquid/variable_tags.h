#pragma once

#include "liquid/lexer.h"
#include "liquid/node.h"
#include "liquid/parser.h"

namespace usher::liquid {

// {% assign name = value | filters %}
NodePtr ParseAssign(Parser& parser, const Token& token);
// {% capture name %} ... {% endcapture %}: the variable is what the body shows.
NodePtr ParseCapture(Parser& parser, const Token& token);

}  // namespace usher::liquid
