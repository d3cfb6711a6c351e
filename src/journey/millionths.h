#pragma once

#include <cstdint>

#include "base/value.h"

namespace usher::journey {

// A number in millionths, in which sums stay exact; 0 for what is no number, or is beyond 10^12.
std::int64_t ToMillionths(const base::Value& value);

}  // namespace usher::journey
