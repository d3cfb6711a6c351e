#pragma once

#include <cstdint>
#include <vector>

namespace usher::load {

// Counts of whole numbers in buckets whose width grows with the number: a reported value is at
// most 0.1 % above the recorded one and never below it. Below 2,048 every number has a bucket of
// its own; from there on each doubling is divided into 1,024 buckets of equal width. Holds 0 to
// 2^42 - 1, that is 73 minutes in nanoseconds; larger numbers count as the largest. Takes 260 KiB.
// Not thread-safe.
class Histogram {
 public:
  Histogram();

  void Record(std::uint64_t value, std::uint64_t times = 1);
  // Adds what `other` holds.
  void Merge(const Histogram& other);
  void Clear();

  std::uint64_t count() const { return count_; }
  // Exact; 0 when empty.
  std::uint64_t min() const { return count_ == 0 ? 0 : min_; }
  std::uint64_t max() const { return max_; }
  double mean() const;
  // The smallest value that at least the share `quantile` (0 to 1) of the numbers does not exceed,
  // rounded up to the end of its bucket; at most max(). 0 when empty.
  std::uint64_t Quantile(double quantile) const;

 private:
  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  std::uint64_t min_ = 0;
  std::uint64_t max_ = 0;
  double sum_ = 0;
};

}  // namespace usher::load
