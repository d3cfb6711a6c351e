#include "cel/format.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

#include "base/json.h"
#include "base/text_prefix.h"
#include "cel/time_functions.h"

namespace usher::cel {
namespace {

constexpr std::size_t kTextBytesMax = 256;

// Up to this every whole number has a double of its own.
constexpr double kExactMax = 9007199254740992.0;

void Append(const Value& value, std::string* out);

void AppendText(absl::string_view text, std::string* out) {
  base::AppendJsonString(base::TextPrefix(text, kTextBytesMax), out);
  if (text.size() > kTextBytesMax) out->append("...");
}

void AppendCollection(const Value& value, std::string* out) {
  const bool is_map = value.kind() == Kind::kMap;
  out->push_back(is_map ? '{' : '[');
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (i > 0) out->append(", ");
    if (out->size() > kTextBytesMax) {
      out->append("...");
      break;
    }
    if (is_map) {
      Append(value.KeyAt(i), out);
      out->append(": ");
    }
    Append(is_map ? value.MemberAt(i) : value.ElementAt(i), out);
  }
  out->push_back(is_map ? '}' : ']');
}

void Append(const Value& value, std::string* out) {
  switch (value.kind()) {
    case Kind::kNull:
      return absl::StrAppend(out, "null");
    case Kind::kBool:
      return absl::StrAppend(out, value.as_bool() ? "true" : "false");
    case Kind::kInt:
      return absl::StrAppend(out, value.as_int());
    case Kind::kUint:
      return absl::StrAppend(out, value.as_uint(), "u");
    case Kind::kDouble:
      return absl::StrAppend(out, FormatDouble(value.as_double()));
    case Kind::kString:
      return AppendText(value.text(), out);
    case Kind::kBytes:
      return absl::StrAppend(out, "b\"", absl::CHexEscape(value.text().substr(0, kTextBytesMax)),
                             "\"");
    case Kind::kTimestamp:
      return absl::StrAppend(out, "timestamp(\"", FormatTimestamp(value.as_timestamp()), "\")");
    case Kind::kDuration:
      return absl::StrAppend(out, "duration(\"", FormatDuration(value), "\")");
    case Kind::kList:
    case Kind::kMap:
      return AppendCollection(value, out);
    case Kind::kType:
      return absl::StrAppend(out, KindName(value.as_type()));
    case Kind::kError:
      return absl::StrAppend(out, "error: ", Describe(value.fault()));
    default:
      return;
  }
}

absl::StatusOr<base::Value> ListToBase(const Value& value) {
  base::Value::List list;
  for (std::size_t i = 0; i < value.size(); ++i) {
    absl::StatusOr<base::Value> element = ToBase(value.ElementAt(i));
    if (!element.ok()) return element;
    list.push_back(*std::move(element));
  }
  return base::Value(std::move(list));
}

absl::StatusOr<base::Value> MapToBase(const Value& value) {
  base::Value map{base::Value::Map()};
  for (std::size_t i = 0; i < value.size(); ++i) {
    const Value key = value.KeyAt(i);
    absl::StatusOr<base::Value> member = ToBase(value.MemberAt(i));
    if (!member.ok()) return member;
    const std::string name = key.kind() == Kind::kUint     ? absl::StrCat(key.as_uint())
                             : key.kind() == Kind::kString ? std::string(key.text())
                                                           : ToString(key);
    map.Set(name, *std::move(member));
  }
  return map;
}

base::Value DoubleToBase(double value) {
  if (std::isnan(value)) return base::Value("NaN");
  if (std::isinf(value)) return base::Value(value > 0 ? "Infinity" : "-Infinity");
  if (std::trunc(value) == value && std::abs(value) <= kExactMax) {
    return base::Value(static_cast<std::int64_t>(value));
  }
  return base::Value(value);
}

// The number d.ddd * 10^exponent of these digits.
std::string PlaceDigits(const std::string& digits, int exponent) {
  const int count = static_cast<int>(digits.size());
  if (exponent < -6 || exponent >= 21) {
    const absl::string_view rest = absl::string_view(digits).substr(1);
    return absl::StrCat(digits.substr(0, 1), rest.empty() ? "" : ".", rest,
                        exponent < 0 ? "e-" : "e+", std::abs(exponent));
  }
  if (exponent < 0) {
    return absl::StrCat("0.", std::string(static_cast<std::size_t>(-exponent - 1), '0'), digits);
  }
  if (count <= exponent + 1) {
    return absl::StrCat(digits, std::string(static_cast<std::size_t>(exponent + 1 - count), '0'));
  }
  const auto whole = static_cast<std::size_t>(exponent + 1);
  return absl::StrCat(digits.substr(0, whole), ".", digits.substr(whole));
}

}  // namespace

std::string ToString(const Value& value) {
  std::string text;
  Append(value, &text);
  return text;
}

std::string Describe(const Fault& fault) {
  if (fault.detail.empty()) return std::string(fault.what);
  return absl::StrCat(fault.what, ": ", fault.detail);
}

std::string FormatDouble(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value == 0) return "0";  // also of -0.0
  char buffer[64];
  const auto [end, failure] =
      std::to_chars(buffer, buffer + sizeof(buffer), value, std::chars_format::scientific);
  absl::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  const bool is_negative = absl::ConsumePrefix(&text, "-");
  const std::size_t e = text.find('e');
  int exponent = 0;
  // Never fails: the exponent was just written.
  (void)absl::SimpleAtoi(text.substr(e + 1), &exponent);
  const std::string digits = absl::StrReplaceAll(text.substr(0, e), {{".", ""}});
  return absl::StrCat(is_negative ? "-" : "", PlaceDigits(digits, exponent));
}

absl::StatusOr<base::Value> ToBase(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      return base::Value();
    case Kind::kBool:
      return base::Value(value.as_bool());
    case Kind::kInt:
      return base::Value(value.as_int());
    case Kind::kUint:
      if (value.as_uint() > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
        return base::Value(absl::StrCat(value.as_uint()));
      }
      return base::Value(static_cast<std::int64_t>(value.as_uint()));
    case Kind::kDouble:
      return DoubleToBase(value.as_double());
    case Kind::kString:
      return base::Value(std::string(value.text()));
    case Kind::kBytes:
      return base::Value(absl::Base64Escape(value.text()));
    case Kind::kTimestamp:
      return base::Value(FormatTimestamp(value.as_timestamp()));
    case Kind::kDuration:
      return base::Value(FormatDuration(value));
    case Kind::kList:
      return ListToBase(value);
    case Kind::kMap:
      return MapToBase(value);
    case Kind::kError:
      return absl::InvalidArgumentError(Describe(value.fault()));
    default:
      return absl::InvalidArgumentError(
          absl::StrCat("a ", KindName(value.kind()), " is no value of JSON"));
  }
}

}  // namespace usher::cel
