#pragma once

#include <cstdint>
#include <optional>

// Decimal arithmetic for prices: 0.1 + 0.2 is 0.3. A double stands for the shortest decimal
// fraction that reads back as it; results are exact before they become doubles again.
namespace usher::liquid {

// A whole number or a float: what arithmetic works on.
struct Number {
  bool is_int = true;
  std::int64_t i = 0;
  double d = 0;  // the same number, also when it is whole

  static Number Of(std::int64_t whole) { return {true, whole, static_cast<double>(whole)}; }
  static Number Of(double number) { return {false, 0, number}; }
};

// Whole numbers stay whole unless the result does not fit 64 bits.
Number Add(const Number& a, const Number& b);
Number Subtract(const Number& a, const Number& b);
Number Multiply(const Number& a, const Number& b);
// Whole numbers divide to a whole one, rounded down. None for division of a whole number by 0; a
// float gives infinity.
std::optional<Number> Divide(const Number& a, const Number& b);
// Has the sign of the divisor. None for division by zero.
std::optional<Number> Modulo(const Number& a, const Number& b);
// To `places` digits after the point, halves away from zero; whole for less than 1.
Number Round(const Number& number, std::int64_t places);
Number Floor(const Number& number);
Number Ceil(const Number& number);
// Without its fraction; 0 for what is no number, the nearest that fits 64 bits else.
std::int64_t WholePart(const Number& number);
// Less than 0, 0 or more.
int Compare(const Number& a, const Number& b);

}  // namespace usher::liquid
