#pragma once

#include "liquid/lexer.h"
#include "liquid/node.h"
#include "liquid/parser.h"

namespace usher::liquid {

// {% for item in list limit:n offset:n reversed %} ... {% else %} ... {% endfor %}
NodePtr ParseFor(Parser& parser, const Token& token);
// {% tablerow item in list cols:n limit:n offset:n %} ... {% endtablerow %}
NodePtr ParseTablerow(Parser& parser, const Token& token);
// {% break %} and {% continue %}. Outside of a loop they end the template.
NodePtr ParseBreak(Parser& parser, const Token& token);
NodePtr ParseContinue(Parser& parser, const Token& token);

}  // namespace usher::liquid
