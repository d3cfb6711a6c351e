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

// The kind both operands of an operator have; kError when they differ.
Kind CommonKind(const Value* arguments) {
  return arguments[0].kind() == arguments[1].kind() ? arguments[0].kind() : Kind::kError;
}

}  // namespace

Value ApplyAdd(const Value* arguments, std::size_t count, Context& context) {
  const Value& a = arguments[0];
  const Value& b = arguments[1];
  switch (CommonKind(arguments)) {
    case Kind::kInt: {
      std::int64_t sum = 0;
      if (__builtin_add_overflow(a.as_int(), b.as_int(), &sum)) return Overflow(context);
      return Value::Int(sum);
    }
    case Kind::kUint: {
      std::uint64_t sum = 0;
      if (__builtin_add_overflow(a.as_uint(), b.as_uint(), &sum)) return Overflow(context);
      return Value::Uint(sum);
    }
    case Kind::kDouble:
      return Value::Double(a.as_double() + b.as_double());
    case Kind::kString:
    case Kind::kBytes: {
      if (!context.SpendText(a.text().size() + b.text().size())) return context.CostExceeded();
      const absl::string_view joined = context.arena().Copy(a.text(), b.text());
      return a.kind() == Kind::kString ? Value::String(joined) : Value::Bytes(joined);
    }
    case Kind::kList:
      return AddLists(a, b, context);
    default:
      return AddTimes(arguments, count, context);
  }
}

Value ApplySubtract(const Value* arguments, std::size_t count, Context& context) {
  const Value& a = arguments[0];
  const Value& b = arguments[1];
  switch (CommonKind(arguments)) {
    case Kind::kInt: {
      std::int64_t difference = 0;
      if (__builtin_sub_overflow(a.as_int(), b.as_int(), &difference)) return Overflow(context);
      return Value::Int(difference);
    }
    case Kind::kUint: {
      std::uint64_t difference = 0;
      if (__builtin_sub_overflow(a.as_uint(), b.as_uint(), &difference)) return Overflow(context);
      return Value::Uint(difference);
    }
    case Kind::kDouble:
      return Value::Double(a.as_double() - b.as_double());
    default:
      return SubtractTimes(arguments, count, context);
  }
}

Value ApplyMultiply(const Value* arguments, std::size_t count, Context& context) {
  const Value& a = arguments[0];
  const Value& b = arguments[1];
  switch (CommonKind(arguments)) {
    case Kind::kInt: {
      std::int64_t product = 0;
      if (__builtin_mul_overflow(a.as_int(), b.as_int(), &product)) return Overflow(context);
      return Value::Int(product);
    }
    case Kind::kUint: {
      std::uint64_t product = 0;
      if (__builtin_mul_overflow(a.as_uint(), b.as_uint(), &product)) return Overflow(context);
      return Value::Uint(product);
    }
    case Kind::kDouble:
      return Value::Double(a.as_double() * b.as_double());
    default:
      return context.NoOverload("*", arguments, count);
  }
}

Value ApplyDivide(const Value* arguments, std::size_t count, Context& context) {
  const Value& a = arguments[0];
  const Value& b = arguments[1];
  switch (CommonKind(arguments)) {
    case Kind::kInt:
      if (b.as_int() == 0) return DivisionByZero(context);
      if (a.as_int() == kIntMin && b.as_int() == -1) return Overflow(context);
      return Value::Int(a.as_int() / b.as_int());
    case Kind::kUint:
      if (b.as_uint() == 0) return DivisionByZero(context);
      return Value::Uint(a.as_uint() / b.as_uint());
    case Kind::kDouble:
      return Value::Double(a.as_double() / b.as_double());
    default:
      return context.NoOverload("/", arguments, count);
  }
}

Value ApplyModulo(const Value* arguments, std::size_t count, Context& context) {
  const Value& a = arguments[0];
  const Value& b = arguments[1];
  switch (CommonKind(arguments)) {
    case Kind::kInt:
      if (b.as_int() == 0) return DivisionByZero(context);
      if (a.as_int() == kIntMin && b.as_int() == -1) return Overflow(context);
      return Value::Int(a.as_int() % b.as_int());
    case Kind::kUint:
      if (b.as_uint() == 0) return DivisionByZero(context);
      return Value::Uint(a.as_uint() % b.as_uint());
    default:
      return context.NoOverload("%", arguments, count);
  }
}

Value ApplyNegate(const Value* arguments, std::size_t count, Context& context) {
  const Value& operand = arguments[0];
  if (operand.kind() == Kind::kInt) {
    return operand.as_int() == kIntMin ? Overflow(context) : Value::Int(-operand.as_int());
  }
  if (operand.kind() == Kind::kDouble) return Value::Double(-operand.as_double());
  return context.NoOverload("-", arguments, count);
}

Value ApplyNot(const Value* arguments, std::size_t count, Context& context) {
  if (arguments[0].kind() == Kind::kBool) return Value::Bool(!arguments[0].as_bool());
  return context.NoOverload("!", arguments, count);
}

}  // namespace usher::cel
