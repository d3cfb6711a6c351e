#pragma once

#include <cstddef>
#include <cstdint>

namespace usher::journey {

// Writes `number`, which is not negative, as the last `count` of its decimal digits.
inline void PutDigits(std::int64_t number, std::size_t count, char* digits) {
  for (; count-- > 0; number /= 10) digits[count] = static_cast<char>('0' + number % 10);
}

}  // namespace usher::journey
