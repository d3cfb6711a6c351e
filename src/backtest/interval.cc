#include "backtest/interval.h"

#include <algorithm>
#include <cmath>

namespace usher::backtest {
namespace {

// The normal distribution's quantile of 0.975.
constexpr double kQuantile = 1.959963984540054;

double Share(std::int64_t hits, std::int64_t trials) {
  return trials == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(trials);
}

}  // namespace

Interval WilsonInterval(std::int64_t hits, std::int64_t trials) {
  if (trials == 0) return {0, 1};
  const auto n = static_cast<double>(trials);
  const double share = Share(hits, trials);
  const double squared = kQuantile * kQuantile;
  const double centre = share + squared / (2 * n);
  const double margin = kQuantile * std::sqrt((share * (1 - share) + squared / (4 * n)) / n);
  const double scale = 1 + squared / n;
  // At the ends the formula gives 0 and 1 but for rounding.
  return {hits == 0 ? 0 : std::max(0.0, (centre - margin) / scale),
          hits == trials ? 1 : std::min(1.0, (centre + margin) / scale)};
}

Interval DifferenceInterval(std::int64_t hits, std::int64_t trials, std::int64_t other_hits,
                            std::int64_t other_trials) {
  if (trials == 0 || other_trials == 0) return {-1, 1};
  const double share = Share(hits, trials), other = Share(other_hits, other_trials);
  const Interval own = WilsonInterval(hits, trials);
  const Interval others = WilsonInterval(other_hits, other_trials);
  const double difference = share - other;
  return {difference - std::hypot(share - own.low, others.high - other),
          difference + std::hypot(own.high - share, other - others.low)};
}

}  // namespace usher::backtest
