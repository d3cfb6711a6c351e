#pragma once

#include <cstdint>
#include <string>

namespace usher::customer {

// A counter of a journey that moves in the same commit as the record it was moved by.
struct StatDelta {
  std::string journey;
  std::string counter;  // without control characters
  std::int64_t delta = 0;
};

}  // namespace usher::customer
