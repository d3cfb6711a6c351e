#include "liquid/semantics.h"

#include <charconv>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "base/json.h"

namespace usher::liquid {
namespace {

using base::Value;

bool IsNumber(const Value& value) {
  return value.as_int() != nullptr || value.as_double() != nullptr;
}

bool EqualValues(const Value& a, const Value& b) {
  if (IsNumber(a) && IsNumber(b)) return Order(a, b) == 0;
  return a == b;
}

template <class T>
int Compare(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

bool IsTail(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

bool IsTruthy(const Value& value) {
  const bool* b = value.as_bool();
  return b != nullptr ? *b : !value.is_null();
}

bool IsEmpty(const Value& value) {
  if (const std::string* s = value.as_string()) return s->empty();
  if (const Value::List* list = value.as_list()) return list->empty();
  if (const Value::Map* map = value.as_map()) return map->empty();
  return false;
}

bool IsBlank(const Value& value) {
  if (const std::string* s = value.as_string()) return absl::StripAsciiWhitespace(*s).empty();
  return !IsTruthy(value) || IsEmpty(value);
}

void AppendText(const Value& value, std::string* out) {
  if (const std::string* s = value.as_string()) {
    out->append(*s);
  } else if (const std::int64_t* i = value.as_int()) {
    absl::StrAppend(out, *i);
  } else if (const double* d = value.as_double()) {
    AppendFloat(*d, out);
  } else if (const bool* b = value.as_bool()) {
    out->append(*b ? "true" : "false");
  } else if (const Value::List* list = value.as_list()) {
    for (const Value& item : *list) AppendText(item, out);
  } else if (value.as_map() != nullptr) {
    out->append(base::ToJson(value));
  }
}

absl::string_view TextOf(const Value& value, std::string* buffer) {
  if (const std::string* s = value.as_string()) return *s;
  buffer->clear();
  AppendText(value, buffer);
  return *buffer;
}

void AppendFloat(double number, std::string* out) {
  if (!std::isfinite(number)) {
    out->append(std::isnan(number) ? "NaN" : number < 0 ? "-Infinity" : "Infinity");
    return;
  }
  const double magnitude = std::abs(number);
  const bool fixed = magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e16);
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), number,
                                 fixed ? std::chars_format::fixed : std::chars_format::scientific)
                       .ptr;
  const absl::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  const std::size_t exponent = std::min(text.find('e'), text.size());
  const absl::string_view mantissa = text.substr(0, exponent);
  absl::StrAppend(out, mantissa, absl::StrContains(mantissa, ".") ? "" : ".0",
                  text.substr(exponent));
}

std::optional<Number> ToNumber(const Value& value) {
  if (const std::int64_t* i = value.as_int()) return Number{true, *i, static_cast<double>(*i)};
  if (const double* d = value.as_double()) return Number{false, 0, *d};
  const std::string* s = value.as_string();
  if (s == nullptr) return std::nullopt;
  Number number;
  if (absl::SimpleAtoi(*s, &number.i)) {
    number.d = static_cast<double>(number.i);
    return number;
  }
  // Letters would let "nan" and "inf" pass for numbers.
  if (s->find_first_not_of(" +-.0123456789eE") != std::string::npos) return std::nullopt;
  if (!absl::SimpleAtod(*s, &number.d)) return std::nullopt;
  number.is_int = false;
  return number;
}

bool AreEqual(const Datum& a, const Datum& b) {
  if (a.is_empty_literal() || a.is_blank_literal()) {
    if (b.is_empty_literal() || b.is_blank_literal()) return true;
    return a.is_empty_literal() ? IsEmpty(b.value()) : IsBlank(b.value());
  }
  if (b.is_empty_literal() || b.is_blank_literal()) return AreEqual(b, a);
  return EqualValues(a.value(), b.value());
}

std::optional<int> Order(const Value& a, const Value& b) {
  if (a.as_string() != nullptr && b.as_string() != nullptr) {
    return Compare(*a.as_string(), *b.as_string());
  }
  if (!IsNumber(a) || !IsNumber(b)) return std::nullopt;
  if (a.as_int() != nullptr && b.as_int() != nullptr) return Compare(*a.as_int(), *b.as_int());
  const double x = ToNumber(a)->d;
  const double y = ToNumber(b)->d;
  if (std::isnan(x) || std::isnan(y)) return std::nullopt;
  return Compare(x, y);
}

bool Contains(const Value& container, const Value& part) {
  if (const Value::List* list = container.as_list()) {
    for (const Value& item : *list) {
      if (EqualValues(item, part)) return true;
    }
    return false;
  }
  std::string buffer;
  if (const std::string* s = container.as_string()) {
    return !part.is_null() && absl::StrContains(*s, TextOf(part, &buffer));
  }
  if (container.as_map() != nullptr) return container.Find(TextOf(part, &buffer)) != nullptr;
  return false;
}

std::size_t CharacterCount(absl::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += IsTail(c) ? 0 : 1;
  return count;
}

absl::string_view CharacterPrefix(absl::string_view text, std::size_t count) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsTail(text[i])) continue;
    if (count-- == 0) return text.substr(0, i);
  }
  return text;
}

}  // namespace usher::liquid
