#pragma once

#include "liquid/lexer.h"
#include "liquid/node.h"
#include "liquid/parser.h"

namespace usher::liquid {

// {% comment %} ... {% endcomment %}; comments nest.
NodePtr ParseComment(Parser& parser, const Token& token);
// {% # ... %}; each line begins with #.
NodePtr ParseInlineComment(Parser& parser, const Token& token);
// {% doc %} ... {% enddoc %}
NodePtr ParseDoc(Parser& parser, const Token& token);
// {% raw %} ... {% endraw %}: text, even if it looks like Liquid.
NodePtr ParseRawText(Parser& parser, const Token& token);
// {% echo value | filters %}
NodePtr ParseEcho(Parser& parser, const Token& token);
// {% liquid ... %}: tags without braces, one a line.
NodePtr ParseLiquid(Parser& parser, const Token& token);
// {% ifchanged %} ... {% endifchanged %}: only when it differs from what one wrote before.
NodePtr ParseIfchanged(Parser& parser, const Token& token);

}  // namespace usher::liquid
