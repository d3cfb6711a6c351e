#pragma once

#include "liquid/lexer.h"
#include "liquid/node.h"
#include "liquid/parser.h"

namespace usher::liquid {

// {% increment name %} writes a counter, from 0, and then adds 1 to it.
NodePtr ParseIncrement(Parser& parser, const Token& token);
// {% decrement name %} takes 1 from a counter and then writes it: -1 at first.
NodePtr ParseDecrement(Parser& parser, const Token& token);
// {% cycle "group": a, b, c %} writes its values in turn.
NodePtr ParseCycle(Parser& parser, const Token& token);

}  // namespace usher::liquid
