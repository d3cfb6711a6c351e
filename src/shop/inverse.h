#pragma once

#include <cstddef>

namespace usher::shop {

// One point of a measured cumulative distribution: a share `at` of the sample is at most `value`.
struct Knot {
  double at;  // 0 to 1, ascending
  double value;
};

// The inverse of the distribution through `knots` (straight between them) at `u` in [0, 1); values
// beyond the last knot are cut to it.
template <std::size_t kSize>
double Inverse(const Knot (&knots)[kSize], double u) {
  std::size_t i = 1;
  while (i + 1 < kSize && knots[i].at <= u) ++i;
  const Knot& low = knots[i - 1];
  const Knot& high = knots[i];
  if (u >= high.at) return high.value;
  return low.value + (high.value - low.value) * (u - low.at) / (high.at - low.at);
}

}  // namespace usher::shop
