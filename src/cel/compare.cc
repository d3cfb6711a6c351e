#include "cel/compare.h"

#include <cstdint>

#include "cel/collections.h"

namespace usher::cel {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;

std::partial_ordering Reverse(std::partial_ordering order) { return 0 <=> order; }

// Doubles cannot hold every integer, so the integer part is compared as one.
std::partial_ordering CompareIntDouble(std::int64_t a, double b) {
  if (b != b) return std::partial_ordering::unordered;
  if (b >= kTwoTo63) return std::partial_ordering::less;
  if (b < -kTwoTo63) return std::partial_ordering::greater;
  const std::int64_t whole = static_cast<std::int64_t>(b);
  if (a != whole) return a <=> whole;
  return 0.0 <=> b - static_cast<double>(whole);
}

std::partial_ordering CompareUintDouble(std::uint64_t a, double b) {
  if (b != b) return std::partial_ordering::unordered;
  if (b >= kTwoTo64) return std::partial_ordering::less;
  if (b < 0) return std::partial_ordering::greater;
  const std::uint64_t whole = static_cast<std::uint64_t>(b);
  if (a != whole) return a <=> whole;
  return 0.0 <=> b - static_cast<double>(whole);
}

std::partial_ordering CompareIntUint(std::int64_t a, std::uint64_t b) {
  if (a < 0) return std::partial_ordering::less;
  return static_cast<std::uint64_t>(a) <=> b;
}

std::partial_ordering CompareTimes(const Value& a, const Value& b) {
  if (a.seconds() != b.seconds()) return a.seconds() <=> b.seconds();
  return a.nanoseconds() <=> b.nanoseconds();
}

std::partial_ordering CompareText(absl::string_view a, absl::string_view b) {
  return a.compare(b) <=> 0;  // bytes of UTF-8 sort as code points do
}

// False when the two have no order.
bool Order(const Value& a, const Value& b, Context& context, std::partial_ordering* order) {
  if (IsNumber(a.kind()) && IsNumber(b.kind())) {
    *order = CompareNumbers(a, b);
    return true;
  }
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::kBool:
      *order = a.as_bool() <=> b.as_bool();
      return true;
    case Kind::kString:
    case Kind::kBytes:
      context.SpendText(a.text().size());
      *order = CompareText(a.text(), b.text());
      return true;
    case Kind::kTimestamp:
    case Kind::kDuration:
      *order = CompareTimes(a, b);
      return true;
    default:
      return false;
  }
}

bool EqualLists(const Value& a, const Value& b, Context& context) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!Equal(a.ElementAt(i), b.ElementAt(i), context)) return false;
  }
  return true;
}

bool EqualMaps(const Value& a, const Value& b, Context& context) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    Value member;
    if (!FindKey(b, a.KeyAt(i), context, &member)) return false;
    if (!Equal(a.MemberAt(i), member, context)) return false;
  }
  return true;
}

}  // namespace

std::partial_ordering CompareNumbers(const Value& a, const Value& b) {
  switch (a.kind()) {
    case Kind::kInt:
      if (b.kind() == Kind::kInt) return a.as_int() <=> b.as_int();
      if (b.kind() == Kind::kUint) return CompareIntUint(a.as_int(), b.as_uint());
      return CompareIntDouble(a.as_int(), b.as_double());
    case Kind::kUint:
      if (b.kind() == Kind::kUint) return a.as_uint() <=> b.as_uint();
      if (b.kind() == Kind::kInt) return Reverse(CompareIntUint(b.as_int(), a.as_uint()));
      return CompareUintDouble(a.as_uint(), b.as_double());
    default:
      if (b.kind() == Kind::kDouble) return a.as_double() <=> b.as_double();
      if (b.kind() == Kind::kInt) return Reverse(CompareIntDouble(b.as_int(), a.as_double()));
      return Reverse(CompareUintDouble(b.as_uint(), a.as_double()));
  }
}

bool Equal(const Value& a, const Value& b, Context& context) {
  if (!context.Spend(1)) return false;
  if (IsNumber(a.kind()) && IsNumber(b.kind())) return CompareNumbers(a, b) == 0;
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::kNull:
      return true;
    case Kind::kList:
      return EqualLists(a, b, context);
    case Kind::kMap:
      return EqualMaps(a, b, context);
    case Kind::kType:
      return a.as_type() == b.as_type();
    default: {
      std::partial_ordering order = std::partial_ordering::unordered;
      return Order(a, b, context, &order) && order == 0;
    }
  }
}

Value ApplyEqual(const Value* arguments, std::size_t, Context& context) {
  return Value::Bool(Equal(arguments[0], arguments[1], context));
}

Value ApplyNotEqual(const Value* arguments, std::size_t, Context& context) {
  return Value::Bool(!Equal(arguments[0], arguments[1], context));
}

Value ApplyLess(const Value* arguments, std::size_t count, Context& context) {
  std::partial_ordering order = std::partial_ordering::unordered;
  if (!Order(arguments[0], arguments[1], context, &order)) {
    return context.NoOverload("<", arguments, count);
  }
  return Value::Bool(order < 0);
}

Value ApplyLessEqual(const Value* arguments, std::size_t count, Context& context) {
  std::partial_ordering order = std::partial_ordering::unordered;
  if (!Order(arguments[0], arguments[1], context, &order)) {
    return context.NoOverload("<=", arguments, count);
  }
  return Value::Bool(order <= 0);
}

Value ApplyGreater(const Value* arguments, std::size_t count, Context& context) {
  std::partial_ordering order = std::partial_ordering::unordered;
  if (!Order(arguments[0], arguments[1], context, &order)) {
    return context.NoOverload(">", arguments, count);
  }
  return Value::Bool(order > 0);
}

Value ApplyGreaterEqual(const Value* arguments, std::size_t count, Context& context) {
  std::partial_ordering order = std::partial_ordering::unordered;
  if (!Order(arguments[0], arguments[1], context, &order)) {
    return context.NoOverload(">=", arguments, count);
  }
  return Value::Bool(order >= 0);
}

}  // namespace usher::cel
