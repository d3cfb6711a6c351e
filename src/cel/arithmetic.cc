#include "cel/arithmetic.h"

#include <cstdint>
#include <limits>

#include "cel/time_functions.h"

namespace usher::cel {
namespace {

constexpr std::int64_t kIntMin = std::numeric_limits<std::int64_t>::min();

Value Overflow(Context& context) {
  return context.Fail(FaultCode::kOverflow, "the result does not fit 64 bits");
}

Value DivisionByZero(Context& context) {
  return context.Fail(FaultCode::kDivisionByZero, "division by zero");
}

Value AddLists(const Value& a, const Value& b, Context& context) {
  if (!context.Spend(a.size() + b.size())) return context.CostExceeded();
  Value* joined = context.arena().AllocateArray<Value>(a.size() + b.size());
  for (std::size_t i = 0; i < a.size(); ++i) joined[i] = a.ElementAt(i);
  for (std::size_t i = 0; i < b.size(); ++i) joined[a.size() + i] = b.ElementAt(i);
  return Value::List(joined, a.size() + b.size());
}

double AsDouble(const Value& number) {
  if (number.kind() == Kind::kInt) return static_cast<double>(number.as_int());
  if (number.kind() == Kind::kUint) return static_cast<double>(number.as_uint());
  return number.as_double();
}

// Two operands and what they are computed as; kError when they do not go together. Beside a number
// of JSON, which has no kind of its own, any number is a double.
struct Operands {
  explicit Operands(const Value* arguments) : a(arguments[0]), b(arguments[1]), kind(a.kind()) {
    if (a.kind() == b.kind()) return;
    kind = Kind::kError;
    if (!IsNumber(a.kind()) || !IsNumber(b.kind()) || !from_json()) return;
    kind = Kind::kDouble;
    a = Value::JsonNumber(AsDouble(arguments[0]));
    b = Value::JsonNumber(AsDouble(arguments[1]));
  }

  bool from_json() const { return a.is_json_number() || b.is_json_number(); }
  // A double that was computed from the two.
  Value Double(double value) const {
    return from_json() ? Value::JsonNumber(value) : Value::Double(value);
  }

  Value a;
  Value b;
  Kind kind;
};

}  // namespace

Value ApplyAdd(const Value* arguments, std::size_t count, Context& context) {
  const Operands of(arguments);
  switch (of.kind) {
    case Kind::kInt: {
      std::int64_t sum = 0;
      if (__builtin_add_overflow(of.a.as_int(), of.b.as_int(), &sum)) return Overflow(context);
      return Value::Int(sum);
    }
    case Kind::kUint: {
      std::uint64_t sum = 0;
      if (__builtin_add_overflow(of.a.as_uint(), of.b.as_uint(), &sum)) return Overflow(context);
      return Value::Uint(sum);
    }
    case Kind::kDouble:
      return of.Double(of.a.as_double() + of.b.as_double());
    case Kind::kString:
    case Kind::kBytes: {
      const absl::string_view a = of.a.text();
      const absl::string_view b = of.b.text();
      if (!context.SpendText(a.size() + b.size())) return context.CostExceeded();
      const absl::string_view joined = context.arena().Copy(a, b);
      return of.kind == Kind::kString ? Value::String(joined) : Value::Bytes(joined);
    }
    case Kind::kList:
      return AddLists(of.a, of.b, context);
    default:
      return AddTimes(arguments, count, context);
  }
}

Value ApplySubtract(const Value* arguments, std::size_t count, Context& context) {
  const Operands of(arguments);
  switch (of.kind) {
    case Kind::kInt: {
      std::int64_t result = 0;
      if (__builtin_sub_overflow(of.a.as_int(), of.b.as_int(), &result)) return Overflow(context);
      return Value::Int(result);
    }
    case Kind::kUint: {
      std::uint64_t result = 0;
      if (__builtin_sub_overflow(of.a.as_uint(), of.b.as_uint(), &result)) return Overflow(context);
      return Value::Uint(result);
    }
    case Kind::kDouble:
      return of.Double(of.a.as_double() - of.b.as_double());
    default:
      return SubtractTimes(arguments, count, context);
  }
}

Value ApplyMultiply(const Value* arguments, std::size_t count, Context& context) {
  const Operands of(arguments);
  switch (of.kind) {
    case Kind::kInt: {
      std::int64_t product = 0;
      if (__builtin_mul_overflow(of.a.as_int(), of.b.as_int(), &product)) return Overflow(context);
      return Value::Int(product);
    }
    case Kind::kUint: {
      std::uint64_t product = 0;
      if (__builtin_mul_overflow(of.a.as_uint(), of.b.as_uint(), &product)) {
        return Overflow(context);
      }
      return Value::Uint(product);
    }
    case Kind::kDouble:
      return of.Double(of.a.as_double() * of.b.as_double());
    default:
      return context.NoOverload("*", arguments, count);
  }
}

Value ApplyDivide(const Value* arguments, std::size_t count, Context& context) {
  const Operands of(arguments);
  switch (of.kind) {
    case Kind::kInt:
      if (of.b.as_int() == 0) return DivisionByZero(context);
      if (of.a.as_int() == kIntMin && of.b.as_int() == -1) return Overflow(context);
      return Value::Int(of.a.as_int() / of.b.as_int());
    case Kind::kUint:
      if (of.b.as_uint() == 0) return DivisionByZero(context);
      return Value::Uint(of.a.as_uint() / of.b.as_uint());
    case Kind::kDouble:
      return of.Double(of.a.as_double() / of.b.as_double());
    default:
      return context.NoOverload("/", arguments, count);
  }
}

Value ApplyModulo(const Value* arguments, std::size_t count, Context& context) {
  const Operands of(arguments);
  std::int64_t a = 0;
  std::int64_t b = 0;
  if (of.kind == Kind::kUint) {
    if (of.b.as_uint() == 0) return DivisionByZero(context);
    return Value::Uint(of.a.as_uint() % of.b.as_uint());
  }
  // Ints have a remainder, and whole numbers of JSON.
  if (!TakeInt(of.a, &a) || !TakeInt(of.b, &b)) {
    return context.NoOverload("%", arguments, count);
  }
  if (b == 0) return DivisionByZero(context);
  // The processor cannot divide the smallest int by -1, though nothing remains of it.
  return Value::Int(b == -1 ? 0 : a % b);
}

Value ApplyNegate(const Value* arguments, std::size_t count, Context& context) {
  const Value& operand = arguments[0];
  if (operand.kind() == Kind::kInt) {
    return operand.as_int() == kIntMin ? Overflow(context) : Value::Int(-operand.as_int());
  }
  if (operand.kind() == Kind::kDouble) {
    const double negated = -operand.as_double();
    return operand.is_json_number() ? Value::JsonNumber(negated) : Value::Double(negated);
  }
  return context.NoOverload("-", arguments, count);
}

Value ApplyNot(const Value* arguments, std::size_t count, Context& context) {
  if (arguments[0].kind() == Kind::kBool) return Value::Bool(!arguments[0].as_bool());
  return context.NoOverload("!", arguments, count);
}

}  // namespace usher::cel
