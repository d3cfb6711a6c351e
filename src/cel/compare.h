#pragma once

#include <compare>
#include <cstddef>

#include "cel/context.h"
#include "cel/value.h"

namespace usher::cel {

// The order of two numbers of any kinds: integers exactly, and as doubles when one is a double;
// unordered when one is not a number (NaN).
std::partial_ordering CompareNumbers(const Value& a, const Value& b);

// Whether two values are equal: numbers by value across kinds, lists and maps by content, values
// of other differing kinds never. Spends for what it looks at, and says false once the budget is
// spent.
bool Equal(const Value& a, const Value& b, Context& context);

// ==, !=, <, <=, >, >= as functions of two arguments.
Value ApplyEqual(const Value* arguments, std::size_t count, Context& context);
Value ApplyNotEqual(const Value* arguments, std::size_t count, Context& context);
Value ApplyLess(const Value* arguments, std::size_t count, Context& context);
Value ApplyLessEqual(const Value* arguments, std::size_t count, Context& context);
Value ApplyGreater(const Value* arguments, std::size_t count, Context& context);
Value ApplyGreaterEqual(const Value* arguments, std::size_t count, Context& context);

}  // namespace usher::cel
