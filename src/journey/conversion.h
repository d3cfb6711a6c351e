#pragma once

#include <cstdint>

namespace usher::journey {

// Where a share probably is.
struct Interval {
  double low = 0;
  double high = 1;
};

// Wilson's score interval for `successes` among `trials`, at 95 % confidence: the true share is
// inside it in 95 of 100 cases. Unlike the textbook interval it stays within 0 and 1 and holds for
// few trials and for shares near 0. No trials give the whole of it. E. B. Wilson, "Probable
// Inference, the Law of Succession, and Statistical Inference", Journal of the American Statistical
// Association 22 (1927), 209-212.
Interval WilsonInterval(std::uint64_t successes, std::uint64_t trials);

}  // namespace usher::journey
