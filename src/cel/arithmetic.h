#pragma once

#include <cstddef>

#include "cel/context.h"
#include "cel/value.h"

namespace usher::cel {

// The operators + - * / % and unary -. Integers never wrap: what 64 bits do not hold is an error,
// as are a division of integers by zero and a time or duration out of range. Numbers of different
// kinds do not mix, unless one came from JSON: then both are doubles. + also joins strings, bytes
// and lists.
Value ApplyAdd(const Value* arguments, std::size_t count, Context& context);
Value ApplySubtract(const Value* arguments, std::size_t count, Context& context);
Value ApplyMultiply(const Value* arguments, std::size_t count, Context& context);
Value ApplyDivide(const Value* arguments, std::size_t count, Context& context);
Value ApplyModulo(const Value* arguments, std::size_t count, Context& context);
Value ApplyNegate(const Value* arguments, std::size_t count, Context& context);

// Unary !.
Value ApplyNot(const Value* arguments, std::size_t count, Context& context);

}  // namespace usher::cel
