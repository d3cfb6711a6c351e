#pragma once

#include <cstddef>

#include "cel/context.h"
#include "cel/value.h"

namespace usher::cel {

// text.format(list) of CEL's strings extension: %s any value, %d whole numbers, %f and %e numbers
// with "%.3f" for digits after the point (6 unless given), %b binary, %o octal, %x and %X
// hexadecimal (also of texts and bytes), %% a percent sign. A wrong clause, or too few or too many
// arguments, is an error.
Value ApplyFormat(const Value* arguments, std::size_t count, Context& context);

}  // namespace usher::cel
