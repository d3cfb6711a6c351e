#include "journey/conversion.h"

#include <algorithm>
#include <cmath>

namespace usher::journey {

Interval WilsonInterval(std::uint64_t successes, std::uint64_t trials) {
  if (trials == 0) return {};
  // The 97.5 % quantile of the normal distribution.
  constexpr double kQuantile = 1.959963984540054;
  const auto n = static_cast<double>(trials);
  const double share = static_cast<double>(std::min(successes, trials)) / n;
  const double square = kQuantile * kQuantile;
  const double centre = share + square / (2 * n);
  const double reach = kQuantile * std::sqrt(share * (1 - share) / n + square / (4 * n * n));
  const double scale = 1 + square / n;
  // Exact at the ends, where rounding would miss them.
  return {successes == 0 ? 0.0 : (centre - reach) / scale,
          successes >= trials ? 1.0 : (centre + reach) / scale};
}

}  // namespace usher::journey
