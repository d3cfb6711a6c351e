#include "liquid/number_filters.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace usher::liquid {
namespace {

using base::Value;

Number NumberOf(const Datum& input) { return ToNumber(input.value()).value_or(Number{}); }

Number Argument(const FilterCall& call) { return call.NumberAt(0).value_or(Number{}); }

// Prices are decimal fractions: 15 digits are all that a double keeps of one, and rounding to them
// removes what binary arithmetic leaves behind them (0.1 + 0.2).
double Decimal(double number) {
  // Six places of fraction are enough for nearly all prices and need no printing: what is this
  // close to a fraction of at most 15 digits rounds to it.
  if (std::abs(number) < 1e9) {
    const double nearest = std::nearbyint(number * 1e6) / 1e6;
    if (std::abs(nearest - number) <= std::abs(number) * 4e-16) return nearest;
  }
  char buffer[32];
  const auto end =
      std::to_chars(buffer, buffer + sizeof(buffer), number, std::chars_format::general, 15).ptr;
  double rounded = number;
  std::from_chars(buffer, end, rounded);
  return rounded;
}

Datum Float(double number) { return Datum(Value(Decimal(number))); }

Datum Whole(double number) {
  // Ends of the range of int64 that a double can express.
  constexpr double kEnd = 9223372036854775808.0;
  if (number >= -kEnd && number < kEnd) return Datum(Value(static_cast<std::int64_t>(number)));
  return Datum(Value(number));
}

Datum Plus(Datum input, FilterCall& call) {
  const Number a = NumberOf(input);
  const Number b = Argument(call);
  std::int64_t sum = 0;
  if (a.is_int && b.is_int && !__builtin_add_overflow(a.i, b.i, &sum)) return Datum(Value(sum));
  return Float(a.d + b.d);
}

Datum Minus(Datum input, FilterCall& call) {
  const Number a = NumberOf(input);
  const Number b = Argument(call);
  std::int64_t difference = 0;
  if (a.is_int && b.is_int && !__builtin_sub_overflow(a.i, b.i, &difference)) {
    return Datum(Value(difference));
  }
  return Float(a.d - b.d);
}

Datum Times(Datum input, FilterCall& call) {
  const Number a = NumberOf(input);
  const Number b = Argument(call);
  std::int64_t product = 0;
  if (a.is_int && b.is_int && !__builtin_mul_overflow(a.i, b.i, &product)) {
    return Datum(Value(product));
  }
  return Float(a.d * b.d);
}

// Two whole numbers divide to a whole one, rounded down.
Datum DividedBy(Datum input, FilterCall& call) {
  const Number a = NumberOf(input);
  const Number b = Argument(call);
  if (b.d == 0) {
    call.context->Fail(call.place, "division by 0");
    return Datum();
  }
  const bool overflows = b.i == -1 && a.i == std::numeric_limits<std::int64_t>::min();
  if (!a.is_int || !b.is_int || overflows) return Float(a.d / b.d);
  const std::int64_t quotient = a.i / b.i;
  const bool rounded_up = a.i % b.i != 0 && (a.i < 0) != (b.i < 0);
  return Datum(Value(rounded_up ? quotient - 1 : quotient));
}

// Has the sign of the divisor.
Datum Modulo(Datum input, FilterCall& call) {
  const Number a = NumberOf(input);
  const Number b = Argument(call);
  if (b.d == 0) {
    call.context->Fail(call.place, "division by 0");
    return Datum();
  }
  if (!a.is_int || !b.is_int) return Float(a.d - b.d * std::floor(a.d / b.d));
  if (b.i == -1) return Datum(Value(std::int64_t{0}));
  const std::int64_t rest = a.i % b.i;
  return Datum(Value(rest != 0 && (rest < 0) != (b.i < 0) ? rest + b.i : rest));
}

Datum Round(Datum input, FilterCall& call) {
  const Number number = NumberOf(input);
  const std::int64_t digits = Argument(call).i;
  if (number.is_int) return Datum(Value(number.i));
  if (digits <= 0) return Whole(std::round(number.d));
  if (digits > 15) return Float(number.d);
  const double scale = std::pow(10.0, static_cast<double>(digits));
  return Float(std::round(Decimal(number.d * scale)) / scale);
}

Datum Floor(Datum input, FilterCall&) {
  const Number number = NumberOf(input);
  return number.is_int ? Datum(Value(number.i)) : Whole(std::floor(number.d));
}

Datum Ceil(Datum input, FilterCall&) {
  const Number number = NumberOf(input);
  return number.is_int ? Datum(Value(number.i)) : Whole(std::ceil(number.d));
}

Datum Abs(Datum input, FilterCall&) {
  const Number number = NumberOf(input);
  if (!number.is_int || number.i == std::numeric_limits<std::int64_t>::min()) {
    return Float(std::abs(number.d));
  }
  return Datum(Value(number.i < 0 ? -number.i : number.i));
}

constexpr Filter kFilters[] = {
    {"abs", 0, 0, "", Abs},     {"ceil", 0, 0, "", Ceil},   {"divided_by", 1, 1, "", DividedBy},
    {"floor", 0, 0, "", Floor}, {"minus", 1, 1, "", Minus}, {"modulo", 1, 1, "", Modulo},
    {"plus", 1, 1, "", Plus},   {"round", 0, 1, "", Round}, {"times", 1, 1, "", Times},
};

}  // namespace

absl::Span<const Filter> NumberFilters() { return kFilters; }

}  // namespace usher::liquid
