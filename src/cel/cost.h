#pragma once

#include <cstdint>

#include "cel/code.h"

namespace usher::cel {

// Where an expression turns out to be too expensive, and how expensive it is.
struct Cost {
  std::int64_t steps = 0;  // of one evaluation; see Context::Spend
  int offset = 0;          // in the text, of the macro that takes most of them
};

// What an evaluation takes at most when each list and map whose size is not written out has
// kSizeAssumed elements. Everything is counted once, so that texts and lists as long as the data
// allow may take more.
Cost EstimateCost(const Code& code);

inline constexpr std::int64_t kSizeAssumed = 16;

}  // namespace usher::cel
