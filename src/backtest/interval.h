#pragma once

#include <cstdint>

namespace usher::backtest {

// Where a share or a difference of shares lies with 95 % confidence.
struct Interval {
  double low = 0;
  double high = 0;
};

// The score interval for `hits` of `trials`: E. B. Wilson, "Probable inference, the law of
// succession, and statistical inference", JASA 22 (1927). 0 to 1 for no trials. Unlike the usual
// normal approximation it holds for few trials and for shares near 0.
Interval WilsonInterval(std::int64_t hits, std::int64_t trials);

// The difference of two independent shares, the first minus the second: method 10 of
// R. G. Newcombe, "Interval estimation for the difference between independent proportions",
// Statistics in Medicine 17 (1998), which puts together the Wilson intervals of both.
Interval DifferenceInterval(std::int64_t hits, std::int64_t trials, std::int64_t other_hits,
                            std::int64_t other_trials);

}  // namespace usher::backtest
