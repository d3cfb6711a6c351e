#include "liquid/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace usher::liquid {
namespace {

using Wide = __int128;

// Powers of ten that fit.
constexpr int kPowers = 38;
constexpr std::array<Wide, kPowers + 1> kPowerOfTen = [] {
  std::array<Wide, kPowers + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

Wide PowerOfTen(int exponent) { return kPowerOfTen[static_cast<std::size_t>(exponent)]; }

// digits * 10^exponent. Digits of a double are at most 17, of a whole number 19.
struct Decimal {
  Wide digits = 0;
  int exponent = 0;
};

Decimal DecimalOf(const Number& number) {
  if (number.is_int) return {number.i, 0};
  char text[32];
  const auto end =
      std::to_chars(text, text + sizeof(text), number.d, std::chars_format::scientific).ptr;
  Decimal decimal;
  const char* c = text;
  const bool negative = *c == '-';
  if (negative) ++c;
  for (bool fraction = false; c != end && *c != 'e'; ++c) {
    if (*c == '.') {
      fraction = true;
      continue;
    }
    decimal.digits = decimal.digits * 10 + (*c - '0');
    if (fraction) --decimal.exponent;
  }
  int exponent = 0;
  if (c != end) std::from_chars(c[1] == '+' ? c + 2 : c + 1, end, exponent);
  decimal.exponent += exponent;
  if (negative) decimal.digits = -decimal.digits;
  return decimal;
}

// The double nearest to it.
Number FloatOf(const Decimal& decimal) {
  char text[64];
  char* end = text + sizeof(text) - 16;
  char* c = end;
  const bool negative = decimal.digits < 0;
  Wide digits = negative ? -decimal.digits : decimal.digits;
  do {
    *--c = static_cast<char>('0' + static_cast<int>(digits % 10));
    digits /= 10;
  } while (digits != 0);
  if (negative) *--c = '-';
  *end++ = 'e';
  end = std::to_chars(end, end + 12, decimal.exponent).ptr;
  double number = 0;
  if (std::from_chars(c, end, number).ec == std::errc::result_out_of_range) {
    number = decimal.exponent < 0 ? 0.0 : std::numeric_limits<double>::infinity();
    if (negative) number = -number;
  }
  return Number::Of(number);
}

// A float that is zero has a sign too.
Number WithSign(const Number& number, bool negative) {
  return number.d == 0 && negative ? Number::Of(-0.0) : number;
}

// Gives both the smaller exponent; false when they are too far apart, so that one does not matter
// beside the other.
bool Align(Decimal* a, Decimal* b) {
  constexpr int kApartMax = 18;
  Decimal* large = a->exponent > b->exponent ? a : b;
  const Decimal* small = a->exponent > b->exponent ? b : a;
  const int apart = large->exponent - small->exponent;
  if (apart > kApartMax) return false;
  large->digits *= PowerOfTen(apart);
  large->exponent = small->exponent;
  return true;
}

bool Finite(const Number& a, const Number& b) { return std::isfinite(a.d) && std::isfinite(b.d); }

Number Sum(const Number& a, const Number& b, int sign) {
  Decimal x = DecimalOf(a);
  Decimal y = DecimalOf(b);
  y.digits *= sign;
  if (!Align(&x, &y)) return Number::Of(a.d + sign * b.d);
  return FloatOf({x.digits + y.digits, x.exponent});
}

Wide FloorDivide(Wide a, Wide b) {
  const Wide quotient = a / b;
  return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

// The whole number digits * 10^exponent; a float beyond 64 bits.
Number WholeOf(const Decimal& decimal) {
  constexpr Wide kMin = std::numeric_limits<std::int64_t>::min();
  constexpr Wide kMax = std::numeric_limits<std::int64_t>::max();
  if (decimal.digits == 0) return Number::Of(std::int64_t{0});
  if (decimal.exponent >= 0 && decimal.exponent <= 18) {
    const Wide whole = decimal.digits * PowerOfTen(decimal.exponent);
    if (whole >= kMin && whole <= kMax) return Number::Of(static_cast<std::int64_t>(whole));
  }
  return FloatOf(decimal);
}

// Rounds down to a multiple of 10^exponent.
Decimal Cut(Decimal decimal, int exponent) {
  const int places = exponent - decimal.exponent;
  if (places <= 0) return decimal;
  const Wide unit = places <= kPowers ? PowerOfTen(places) : 0;
  return {unit == 0 ? (decimal.digits < 0 ? -1 : 0) : FloorDivide(decimal.digits, unit), exponent};
}

}  // namespace

Number Add(const Number& a, const Number& b) {
  std::int64_t sum = 0;
  if (a.is_int && b.is_int && !__builtin_add_overflow(a.i, b.i, &sum)) return Number::Of(sum);
  return Finite(a, b) ? Sum(a, b, 1) : Number::Of(a.d + b.d);
}

Number Subtract(const Number& a, const Number& b) {
  std::int64_t difference = 0;
  if (a.is_int && b.is_int && !__builtin_sub_overflow(a.i, b.i, &difference)) {
    return Number::Of(difference);
  }
  return Finite(a, b) ? Sum(a, b, -1) : Number::Of(a.d - b.d);
}

Number Multiply(const Number& a, const Number& b) {
  std::int64_t product = 0;
  if (a.is_int && b.is_int && !__builtin_mul_overflow(a.i, b.i, &product)) {
    return Number::Of(product);
  }
  if (!Finite(a, b)) return Number::Of(a.d * b.d);
  const Decimal x = DecimalOf(a);
  const Decimal y = DecimalOf(b);
  return WithSign(FloatOf({x.digits * y.digits, x.exponent + y.exponent}),
                  std::signbit(a.d) != std::signbit(b.d));
}

std::optional<Number> Divide(const Number& a, const Number& b) {
  if (b.d == 0) {
    if (a.is_int && b.is_int) return std::nullopt;
    return Number::Of(a.d / b.d);
  }
  const bool overflows = b.i == -1 && a.i == std::numeric_limits<std::int64_t>::min();
  if (a.is_int && b.is_int && !overflows) {
    return Number::Of(static_cast<std::int64_t>(FloorDivide(a.i, b.i)));
  }
  if (!Finite(a, b)) return Number::Of(a.d / b.d);
  Decimal x = DecimalOf(a);
  const Decimal y = DecimalOf(b);
  // As many digits as fit, and one that says whether anything follows them.
  while (x.digits != 0 && x.digits < PowerOfTen(36) && x.digits > -PowerOfTen(36)) {
    x.digits *= 10;
    --x.exponent;
  }
  Decimal quotient{x.digits / y.digits, x.exponent - y.exponent};
  if (x.digits % y.digits != 0 && quotient.digits < PowerOfTen(36) &&
      quotient.digits > -PowerOfTen(36)) {
    quotient.digits = quotient.digits * 10 + (quotient.digits < 0 ? -1 : 1);
    --quotient.exponent;
  }
  return WithSign(FloatOf(quotient), std::signbit(a.d) != std::signbit(b.d));
}

std::optional<Number> Modulo(const Number& a, const Number& b) {
  if (b.d == 0) return std::nullopt;
  Decimal x;
  Decimal y;
  if (Finite(a, b)) {
    x = DecimalOf(a);
    y = DecimalOf(b);
  }
  if (!Finite(a, b) || !Align(&x, &y)) {
    return Number::Of(a.d - b.d * std::floor(a.d / b.d));
  }
  const Decimal rest{x.digits - y.digits * FloorDivide(x.digits, y.digits), x.exponent};
  return a.is_int && b.is_int ? WholeOf(rest) : FloatOf(rest);
}

Number Round(const Number& number, std::int64_t places) {
  if (!std::isfinite(number.d) || (number.is_int && places >= 0)) return number;
  // Beyond these nothing is cut, or all of it.
  const int exponent = static_cast<int>(-std::clamp<std::int64_t>(places, -400, 400));
  Decimal decimal = DecimalOf(number);
  const bool negative = decimal.digits < 0;
  if (negative) decimal.digits = -decimal.digits;
  if (exponent > decimal.exponent) {
    const int cut = exponent - decimal.exponent;
    decimal.digits = cut < kPowers ? decimal.digits + PowerOfTen(cut) / 2 : 0;
    decimal = Cut(decimal, exponent);
  }
  if (negative) decimal.digits = -decimal.digits;
  return places < 1 ? WholeOf(decimal) : WithSign(FloatOf(decimal), negative);
}

Number Floor(const Number& number) {
  if (number.is_int || !std::isfinite(number.d)) return number;
  return WholeOf(Cut(DecimalOf(number), 0));
}

Number Ceil(const Number& number) {
  if (number.is_int || !std::isfinite(number.d)) return number;
  Decimal decimal = DecimalOf(number);
  decimal.digits = -decimal.digits;
  decimal = Cut(decimal, 0);
  decimal.digits = -decimal.digits;
  return WholeOf(decimal);
}

std::int64_t WholePart(const Number& number) {
  if (number.is_int) return number.i;
  if (std::isnan(number.d)) return 0;
  // Ends of the range of int64 that a double can express.
  constexpr double kEnd = 9223372036854775808.0;
  if (number.d >= kEnd) return std::numeric_limits<std::int64_t>::max();
  if (number.d < -kEnd) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(number.d);
}

int Compare(const Number& a, const Number& b) {
  if (a.is_int && b.is_int) return a.i < b.i ? -1 : a.i > b.i ? 1 : 0;
  return a.d < b.d ? -1 : a.d > b.d ? 1 : 0;
}

}  // namespace usher::liquid
