#include "journey/millionths.h"

#include <cmath>

namespace usher::journey {

std::int64_t ToMillionths(const base::Value& value) {
  double number = 0;
  if (const auto* integer = value.as_int()) number = static_cast<double>(*integer);
  if (const auto* real = value.as_double()) number = *real;
  if (!std::isfinite(number) || std::abs(number) > 1e12) return 0;
  return std::llround(number * 1e6);
}

}  // namespace usher::journey
