#pragma once

#include <cstdint>

namespace usher::base {

// A seeded stream of random numbers (SplitMix64) and the distributions drawn from.
// Eight bytes of state, so every customer has a stream of their own. The same on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  // Streams of different (seed, stream, purpose) are independent.
  Random(std::uint64_t seed, std::uint64_t stream, std::uint64_t purpose);

  std::uint64_t Bits();
  double Unit();                             // in [0, 1)
  std::uint64_t Below(std::uint64_t bound);  // in [0, bound); bound in 1..2^32
  bool Chance(double probability) { return Unit() < probability; }
  double Exponential();                       // mean 1
  double Normal();                            // mean 0, standard deviation 1
  double LogNormal(double mu, double sigma);  // of the logarithm
  double Gamma(double shape);                 // scale 1, shape > 0

 private:
  std::uint64_t state_;
};

}  // namespace usher::base
