#include "cel/compare.h"

#include <cstdint>

#include "cel/collections.h"

namespace usher::cel {
namespace {

double AsDouble(const Value& number) {
  switch (number.kind()) {
    case Kind::kInt:
      return static_cast<double>(number.as_int());
    case Kind::kUint:
      return static_cast<double>(number.as_uint());
    default:
      return number.as_double();
  }
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
  if (a.kind() == Kind::kDouble || b.kind() == Kind::kDouble) return AsDouble(a) <=> AsDouble(b);
  if (a.kind() == Kind::kInt) {
    if (b.kind() == Kind::kInt) return a.as_int() <=> b.as_int();
    return CompareIntUint(a.as_int(), b.as_uint());
  }
  if (b.kind() == Kind::kInt) return 0 <=> CompareIntUint(b.as_int(), a.as_uint());
  return a.as_uint() <=> b.as_uint();
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
