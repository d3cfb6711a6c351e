#pragma once

#include "liquid/lexer.h"
#include "liquid/node.h"
#include "liquid/parser.h"

namespace usher::liquid {

// {% if %} ... {% elsif %} ... {% else %} ... {% endif %}
NodePtr ParseIf(Parser& parser, const Token& token);
// The same, with the first condition reversed.
NodePtr ParseUnless(Parser& parser, const Token& token);
// {% case value %}{% when a, b or c %} ... {% else %} ... {% endcase %}
NodePtr ParseCase(Parser& parser, const Token& token);

}  // namespace usher::liquid
