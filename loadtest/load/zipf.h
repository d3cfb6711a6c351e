#pragma once

#include <cstdint>

#include "load/random.h"

namespace usher::load {

// Draws ranks 0 to count - 1 so that rank r comes in proportion to 1 / (r + 1)^exponent, in
// constant time and memory (rejection-inversion after Hoermann and Derflinger).
class Zipf {
 public:
  // `count` is at least 1, `exponent` above 0.
  Zipf(std::uint64_t count, double exponent);

  std::uint64_t Draw(Random& random) const;

 private:
  // The integral of x^-exponent, up to a constant, and its inverse.
  double Integral(double x) const;
  double InverseIntegral(double area) const;

  double count_;
  double exponent_;
  double area_from_;
  double area_to_;
  double always_within_;
};

}  // namespace usher::load
