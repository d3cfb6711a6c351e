#pragma once

#include <cstddef>

#include "cel/context.h"
#include "cel/value.h"

namespace usher::cel {

// Making texts of texts, of CEL's strings extension. replace() and split() take the greatest
// number of replacements or parts as last argument, where a negative one is no limit; the last
// part of split() is the rest of the text. An empty text is found before every code point, by
// replace() also at the end.
Value ApplyReplace(const Value* arguments, std::size_t count, Context& context);
Value ApplySplit(const Value* arguments, std::size_t count, Context& context);
Value ApplyJoin(const Value* arguments, std::size_t count, Context& context);
Value ApplyReverse(const Value* arguments, std::size_t count, Context& context);
// Only A to Z and a to z have a case here.
Value ApplyLowerAscii(const Value* arguments, std::size_t count, Context& context);
Value ApplyUpperAscii(const Value* arguments, std::size_t count, Context& context);
// The text as a literal in double quotes.
Value ApplyQuote(const Value* arguments, std::size_t count, Context& context);

}  // namespace usher::cel
