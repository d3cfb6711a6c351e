#pragma once

#include <cstddef>

#include "cel/context.h"
#include "cel/value.h"

namespace usher::cel {

// The conversions int(), uint(), double(), bool(), string() and bytes(): what the target cannot
// hold is an error, doubles are cut off towards zero, and texts must be numbers through and
// through.
Value ApplyInt(const Value* arguments, std::size_t count, Context& context);
Value ApplyUint(const Value* arguments, std::size_t count, Context& context);
Value ApplyDouble(const Value* arguments, std::size_t count, Context& context);
Value ApplyBool(const Value* arguments, std::size_t count, Context& context);
Value ApplyString(const Value* arguments, std::size_t count, Context& context);
Value ApplyBytes(const Value* arguments, std::size_t count, Context& context);

// type(): the kind of a value. dyn(): the value itself.
Value ApplyType(const Value* arguments, std::size_t count, Context& context);
Value ApplyDyn(const Value* arguments, std::size_t count, Context& context);

}  // namespace usher::cel
