#pragma once

#include <cstddef>

#include "cel/context.h"
#include "cel/value.h"

namespace usher::cel {

// Finding and cutting parts of texts, of CEL's strings extension. Positions count code points from
// 0; one that is not in the text is an error.
Value ApplyCharAt(const Value* arguments, std::size_t count, Context& context);
Value ApplyIndexOf(const Value* arguments, std::size_t count, Context& context);
Value ApplyLastIndexOf(const Value* arguments, std::size_t count, Context& context);
Value ApplySubstring(const Value* arguments, std::size_t count, Context& context);
// Without what is white space to Unicode at both ends.
Value ApplyTrim(const Value* arguments, std::size_t count, Context& context);

}  // namespace usher::cel
