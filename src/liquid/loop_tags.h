#pragma once

#include "liquid/lexer.h"
#include "liquid/node.h"
#include "liquid/parser.h"

namespace usher::liquid {

// {% for item in list limit:n offset:n reversed %} ... {% else %} ... {% endfor %}
NodePtr ParseFor(Parser& parser, const Token& token);
// {% break %} and {% continue %}, inside a loop only.
NodePtr ParseBreak(Parser& parser, const Token& token);
NodePtr ParseContinue(Parser& parser, const Token& token);

}  // namespace usher::liquid
