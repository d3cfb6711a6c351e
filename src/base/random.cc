#include "base/random.h"

#include <cmath>

#include "base/exact_math.h"

namespace usher::base {
namespace {

std::uint64_t Mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream, std::uint64_t purpose)
    : state_(Mix(Mix(Mix(seed + 0x9e3779b97f4a7c15ULL) + stream) + purpose)) {}

std::uint64_t Random::Bits() {
  state_ += 0x9e3779b97f4a7c15ULL;
  return Mix(state_);
}

double Random::Unit() { return static_cast<double>(Bits() >> 11) * 0x1p-53; }

std::uint64_t Random::Below(std::uint64_t bound) { return ((Bits() >> 32) * bound) >> 32; }

double Random::Exponential() { return -Ln(1.0 - Unit()); }

double Random::Normal() {
  // Marsaglia's polar method; the second value is dropped to keep the state at eight bytes.
  while (true) {
    const double x = 2.0 * Unit() - 1.0;
    const double y = 2.0 * Unit() - 1.0;
    const double square = x * x + y * y;
    if (square > 0.0 && square < 1.0) return x * std::sqrt(-2.0 * Ln(square) / square);
  }
}

double Random::LogNormal(double mu, double sigma) { return Exp(mu + sigma * Normal()); }

double Random::Gamma(double shape) {
  if (shape < 1.0) {
    const double boost = Exp(Ln(1.0 - Unit()) / shape);
    return Gamma(shape + 1.0) * boost;
  }
  // Marsaglia and Tsang, "A simple method for generating gamma variables" (2000).
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  while (true) {
    const double x = Normal();
    const double root = 1.0 + c * x;
    if (root <= 0.0) continue;
    const double v = root * root * root;
    if (Ln(1.0 - Unit()) < 0.5 * x * x + d - d * v + d * Ln(v)) return d * v;
  }
}

}  // namespace usher::base
