#include "load/zipf.h"

#include <algorithm>
#include <cmath>

namespace usher::load {

Zipf::Zipf(std::uint64_t count, double exponent)
    : count_(static_cast<double>(count)),
      exponent_(exponent),
      area_from_(Integral(1.5) - 1),
      area_to_(Integral(count_ + 0.5)),
      always_within_(2 - InverseIntegral(Integral(2.5) - std::pow(2.0, -exponent_))) {}

double Zipf::Integral(double x) const {
  const double log_x = std::log(x);
  const double power = (1 - exponent_) * log_x;
  // (x^(1-s) - 1) / (1-s), which is log x where s is 1.
  return std::abs(power) < 1e-8 ? log_x * (1 + power / 2) : std::expm1(power) / (1 - exponent_);
}

double Zipf::InverseIntegral(double area) const {
  const double scaled = std::max(area * (1 - exponent_), -1.0);
  return std::exp(std::abs(scaled) < 1e-8 ? area * (1 - scaled / 2)
                                          : std::log1p(scaled) / (1 - exponent_));
}

std::uint64_t Zipf::Draw(Random& random) const {
  for (;;) {
    const double area = area_to_ + random.Uniform() * (area_from_ - area_to_);
    const double x = InverseIntegral(area);
    const double rank = std::clamp(std::floor(x + 0.5), 1.0, count_);
    if (rank - x <= always_within_ ||
        area >= Integral(rank + 0.5) - std::exp(-exponent_ * std::log(rank))) {
      return static_cast<std::uint64_t>(rank) - 1;
    }
  }
}

}  // namespace usher::load
