#include "load/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>

namespace usher::load {
namespace {

constexpr int kLinearBits = 11;
constexpr int kValueBits = 42;
constexpr std::uint64_t kLinear = std::uint64_t{1} << kLinearBits;
constexpr std::uint64_t kHalf = kLinear / 2;
constexpr std::uint64_t kValueMax = (std::uint64_t{1} << kValueBits) - 1;
constexpr std::size_t kBuckets = kLinear + (kValueBits - kLinearBits) * kHalf;

// Numbers keep their top 11 bits: `shift` bits are dropped, and what remains is kHalf or more.
std::size_t BucketOf(std::uint64_t value) {
  if (value < kLinear) return value;
  const int shift = static_cast<int>(std::bit_width(value)) - kLinearBits;
  return static_cast<std::size_t>(static_cast<std::uint64_t>(shift) * kHalf + (value >> shift));
}

std::uint64_t LastOf(std::size_t bucket) {
  if (bucket < kLinear) return bucket;
  const std::uint64_t shift = (bucket - kHalf) / kHalf;
  const std::uint64_t top = bucket - shift * kHalf;
  return ((top + 1) << shift) - 1;
}

}  // namespace

Histogram::Histogram() : buckets_(kBuckets) {}

void Histogram::Record(std::uint64_t value, std::uint64_t times) {
  if (times == 0) return;
  value = std::min(value, kValueMax);
  buckets_[BucketOf(value)] += times;
  min_ = count_ == 0 ? value : std::min(min_, value);
  max_ = std::max(max_, value);
  count_ += times;
  sum_ += static_cast<double>(value) * static_cast<double>(times);
}

void Histogram::Merge(const Histogram& other) {
  if (other.count_ == 0) return;
  for (std::size_t i = 0; i < kBuckets; ++i) buckets_[i] += other.buckets_[i];
  min_ = count_ == 0 ? other.min_ : std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  count_ += other.count_;
  sum_ += other.sum_;
}

void Histogram::Clear() {
  if (count_ == 0) return;
  std::fill(buckets_.begin(), buckets_.end(), 0);
  count_ = min_ = max_ = 0;
  sum_ = 0;
}

double Histogram::mean() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }

std::uint64_t Histogram::Quantile(double quantile) const {
  if (count_ == 0) return 0;
  const double share = std::clamp(quantile, 0.0, 1.0) * static_cast<double>(count_);
  // What floating point adds to a whole number must not move the rank by one.
  const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(share - 1e-6)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < kBuckets; ++i) {
    seen += buckets_[i];
    if (seen >= rank) return std::min(LastOf(i), max_);
  }
  return max_;
}

}  // namespace usher::load
