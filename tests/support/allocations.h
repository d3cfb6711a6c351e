#pragma once

#include <cstdint>

namespace usher::support {

// How often this thread has called operator new. Linking allocations.cc replaces that operator,
// from a file of its own, as compilers take offence where they see both halves at once.
std::int64_t Allocations();

}  // namespace usher::support
