#include "cel/convert.h"

#include <cstdint>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "cel/format.h"
#include "cel/time_functions.h"
#include "cel/utf8.h"

namespace usher::cel {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;

Value OutOfRange(Context& context, absl::string_view target, const Value& value) {
  return context.FailWith(FaultCode::kOverflow,
                          target == "int" ? "does not fit an int" : "does not fit a uint",
                          ToString(value));
}

Value NotA(Context& context, absl::string_view what, const Value& value) {
  return context.FailWith(FaultCode::kInvalidArgument, what, ToString(value));
}

// Abseil's parsers skip blanks at both ends.
bool HasBlanks(absl::string_view text) {
  return text.empty() || absl::ascii_isspace(static_cast<unsigned char>(text.front())) ||
         absl::ascii_isspace(static_cast<unsigned char>(text.back()));
}

Value CopyText(Context& context, absl::string_view text) {
  return Value::String(context.arena().Copy(text));
}

}  // namespace

Value ApplyInt(const Value* arguments, std::size_t count, Context& context) {
  const Value& operand = arguments[0];
  switch (operand.kind()) {
    case Kind::kInt:
      return operand;
    case Kind::kUint:
      if (operand.as_uint() > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
        return OutOfRange(context, "int", operand);
      }
      return Value::Int(static_cast<std::int64_t>(operand.as_uint()));
    case Kind::kDouble:
      // Written so that NaN fails too.
      if (!(operand.as_double() > -kTwoTo63 && operand.as_double() < kTwoTo63)) {
        return OutOfRange(context, "int", operand);
      }
      return Value::Int(static_cast<std::int64_t>(operand.as_double()));
    case Kind::kString: {
      std::int64_t value = 0;
      if (HasBlanks(operand.text()) || !absl::SimpleAtoi(operand.text(), &value)) {
        return NotA(context, "not an int", operand);
      }
      return Value::Int(value);
    }
    case Kind::kTimestamp:
      return Value::Int(operand.seconds());
    default:
      return context.NoOverload("int", arguments, count);
  }
}

Value ApplyUint(const Value* arguments, std::size_t count, Context& context) {
  const Value& operand = arguments[0];
  switch (operand.kind()) {
    case Kind::kUint:
      return operand;
    case Kind::kInt:
      if (operand.as_int() < 0) return OutOfRange(context, "uint", operand);
      return Value::Uint(static_cast<std::uint64_t>(operand.as_int()));
    case Kind::kDouble:
      if (!(operand.as_double() >= 0 && operand.as_double() < kTwoTo64)) {
        return OutOfRange(context, "uint", operand);
      }
      return Value::Uint(static_cast<std::uint64_t>(operand.as_double()));
    case Kind::kString: {
      std::uint64_t value = 0;
      if (HasBlanks(operand.text()) || !absl::SimpleAtoi(operand.text(), &value)) {
        return NotA(context, "not a uint", operand);
      }
      return Value::Uint(value);
    }
    default:
      return context.NoOverload("uint", arguments, count);
  }
}

Value ApplyDouble(const Value* arguments, std::size_t count, Context& context) {
  const Value& operand = arguments[0];
  switch (operand.kind()) {
    case Kind::kDouble:
      return operand;
    case Kind::kInt:
      return Value::Double(static_cast<double>(operand.as_int()));
    case Kind::kUint:
      return Value::Double(static_cast<double>(operand.as_uint()));
    case Kind::kString: {
      double value = 0;
      if (HasBlanks(operand.text()) || !absl::SimpleAtod(operand.text(), &value)) {
        return NotA(context, "not a double", operand);
      }
      return Value::Double(value);
    }
    default:
      return context.NoOverload("double", arguments, count);
  }
}

Value ApplyBool(const Value* arguments, std::size_t count, Context& context) {
  const Value& operand = arguments[0];
  if (operand.kind() == Kind::kBool) return operand;
  if (operand.kind() != Kind::kString) return context.NoOverload("bool", arguments, count);
  const absl::string_view text = operand.text();
  for (const absl::string_view word : {"1", "t", "true", "TRUE", "True"}) {
    if (text == word) return Value::Bool(true);
  }
  for (const absl::string_view word : {"0", "f", "false", "FALSE", "False"}) {
    if (text == word) return Value::Bool(false);
  }
  return NotA(context, "not a bool", operand);
}

Value ApplyString(const Value* arguments, std::size_t count, Context& context) {
  const Value& operand = arguments[0];
  switch (operand.kind()) {
    case Kind::kString:
      return operand;
    case Kind::kBool:
      return Value::String(operand.as_bool() ? "true" : "false");
    case Kind::kInt:
      return CopyText(context, absl::StrCat(operand.as_int()));
    case Kind::kUint:
      return CopyText(context, absl::StrCat(operand.as_uint()));
    case Kind::kDouble:
      return CopyText(context, FormatDouble(operand.as_double()));
    case Kind::kBytes:
      if (!context.SpendText(operand.text().size())) return context.CostExceeded();
      if (!IsUtf8(operand.text())) return NotA(context, "not UTF-8", operand);
      return Value::String(operand.text());
    case Kind::kTimestamp:
      return CopyText(context, FormatTimestamp(operand.as_timestamp()));
    case Kind::kDuration:
      return CopyText(context, FormatDuration(operand));
    default:
      return context.NoOverload("string", arguments, count);
  }
}

Value ApplyBytes(const Value* arguments, std::size_t count, Context& context) {
  const Value& operand = arguments[0];
  if (operand.kind() == Kind::kBytes) return operand;
  if (operand.kind() == Kind::kString) return Value::Bytes(operand.text());
  return context.NoOverload("bytes", arguments, count);
}

Value ApplyType(const Value* arguments, std::size_t, Context&) {
  return Value::TypeOf(arguments[0].kind());
}

Value ApplyDyn(const Value* arguments, std::size_t, Context&) { return arguments[0]; }

}  // namespace usher::cel
