#pragma once

#include "liquid/lexer.h"
#include "liquid/node.h"
#include "liquid/parser.h"

namespace usher::liquid {

// {% comment %} ... {% endcomment %} and {% # ... %}: nothing of it is shown or read.
NodePtr ParseComment(Parser& parser, const Token& token);
NodePtr ParseInlineComment(Parser& parser, const Token& token);
// {% raw %} ... {% endraw %}: shown as written.
NodePtr ParseRawText(Parser& parser, const Token& token);
// {% echo value | filters %}: an output.
NodePtr ParseEcho(Parser& parser, const Token& token);

}  // namespace usher::liquid
