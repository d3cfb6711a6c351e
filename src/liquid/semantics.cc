#include "liquid/semantics.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

#include "liquid/characters.h"
#include "liquid/text.h"

namespace usher::liquid {
namespace {

using base::Value;

bool IsNumber(const Value& value) {
  return value.as_int() != nullptr || value.as_double() != nullptr;
}

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

// -?digits.digits and nothing else, a fraction; else the digits at the beginning, which may hold
// single underscores.
Number NumberOfText(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  std::size_t size = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const bool plus = !text.empty() && text[0] == '+';
  std::string digits(plus ? "" : text.substr(0, size));
  const std::size_t first = size;
  while (size < text.size() &&
         (IsDigit(text[size]) || (text[size] == '_' && size > first && text[size - 1] != '_'))) {
    if (text[size] != '_') digits.push_back(text[size]);
    ++size;
  }
  const bool point = !plus && size > first && size + 1 < text.size() && text[size] == '.';
  if (point &&
      std::all_of(text.begin() + static_cast<std::ptrdiff_t>(size) + 1, text.end(), IsDigit)) {
    digits.append(text.data() + size, text.size() - size);
    double number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return Number::Of(number);
  }
  std::int64_t whole = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
  if (result.ec != std::errc::result_out_of_range) return Number::Of(whole);
  double number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return Number::Of(number);
}

// What `empty` or `blank` asks about another value.
bool Asks(const Datum& literal, const Datum& datum) {
  if (datum.is_empty_literal() || datum.is_blank_literal() || datum.range() != nullptr)
    return false;
  return literal.is_empty_literal() ? IsEmpty(datum.value()) : IsBlank(datum.value());
}

int Sign(int comparison) { return comparison < 0 ? -1 : comparison > 0 ? 1 : 0; }

}  // namespace

bool IsTruthy(const Value& value) {
  const bool* b = value.as_bool();
  return b != nullptr ? *b : !value.is_null();
}

bool IsTruthy(const Datum& datum) {
  return !datum.is_nil() && !(datum.value().as_bool() != nullptr && !*datum.value().as_bool());
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

absl::string_view KindName(const Value& value) {
  if (value.is_null()) return "nil";
  if (value.as_string() != nullptr) return "a text";
  if (value.as_list() != nullptr) return "a list";
  if (value.as_map() != nullptr) return "a map";
  return value.as_bool() != nullptr ? "a truth value" : "a number";
}

std::optional<std::int64_t> SizeOf(const Datum& datum) {
  if (const Interval* range = datum.range()) return static_cast<std::int64_t>(range->size());
  const Value& value = datum.value();
  if (const std::string* s = value.as_string()) {
    return static_cast<std::int64_t>(CharacterCount(*s));
  }
  if (const Value::List* list = value.as_list()) return static_cast<std::int64_t>(list->size());
  if (const Value::Map* map = value.as_map()) return static_cast<std::int64_t>(map->size());
  // The bytes of a machine word, as in Ruby.
  if (value.as_int() != nullptr) return 8;
  return std::nullopt;
}

Datum EndOf(const Datum& datum, bool last, bool* found) {
  *found = true;
  if (const Interval* range = datum.range()) return Datum(Value(last ? range->last : range->first));
  if (const Value::List* list = datum.value().as_list(); list != nullptr && !list->empty()) {
    const Value& item = last ? list->back() : list->front();
    return datum.is_borrowed() ? Datum(&item) : Datum(Value(item));
  }
  const Value::Map* map = datum.value().as_map();
  if (map != nullptr && !map->empty() && !last) {
    return Datum(Value(Value::List{Value(map->front().first), map->front().second}));
  }
  *found = false;
  return Datum();
}

Number NumberOf(const Value& value) {
  if (const std::int64_t* i = value.as_int()) return Number::Of(*i);
  if (const double* d = value.as_double()) return Number::Of(*d);
  if (const std::string* s = value.as_string()) return NumberOfText(*s);
  return Number::Of(std::int64_t{0});
}

std::optional<std::int64_t> WholeOf(const Value& value) {
  if (const std::int64_t* i = value.as_int()) return *i;
  // Ends of the range of int64 that a double can express.
  constexpr double kEnd = 9223372036854775808.0;
  const double* d = value.as_double();
  if (d == nullptr || *d < -kEnd || *d >= kEnd || *d != std::trunc(*d)) return std::nullopt;
  return static_cast<std::int64_t>(*d);
}

std::optional<std::int64_t> ToInteger(const Value& value) {
  const std::string* text = value.as_string();
  if (text == nullptr) return WholeOf(value);
  std::int64_t whole = 0;
  if (!absl::SimpleAtoi(*text, &whole)) return std::nullopt;
  return whole;
}

Value ToValue(const Number& number) { return number.is_int ? Value(number.i) : Value(number.d); }

bool AreEqual(const Datum& a, const Datum& b) {
  if (a.is_empty_literal() || a.is_blank_literal()) return Asks(a, b);
  if (b.is_empty_literal() || b.is_blank_literal()) return Asks(b, a);
  if (a.range() != nullptr || b.range() != nullptr) {
    return a.range() != nullptr && b.range() != nullptr && a.range()->first == b.range()->first &&
           a.range()->last == b.range()->last;
  }
  return AreEqual(a.value(), b.value());
}

bool AreEqual(const Value& a, const Value& b) {
  if (IsNumber(a) && IsNumber(b)) return Order(a, b) == 0;
  if (a.as_list() != nullptr && b.as_list() != nullptr) {
    return std::equal(a.as_list()->begin(), a.as_list()->end(), b.as_list()->begin(),
                      b.as_list()->end(),
                      [](const Value& x, const Value& y) { return AreEqual(x, y); });
  }
  if (a.as_map() != nullptr && b.as_map() != nullptr) {
    return a.as_map()->size() == b.as_map()->size() &&
           std::all_of(a.as_map()->begin(), a.as_map()->end(), [&](const auto& member) {
             const Value* other = b.Find(member.first);
             return other != nullptr && AreEqual(member.second, *other);
           });
  }
  return a == b;
}

std::optional<int> Order(const Value& a, const Value& b) {
  if (a.as_string() != nullptr && b.as_string() != nullptr) {
    return Sign(a.as_string()->compare(*b.as_string()));
  }
  if (!IsNumber(a) || !IsNumber(b) || IsNotANumber(a) || IsNotANumber(b)) return std::nullopt;
  return Compare(NumberOf(a), NumberOf(b));
}

bool IsNumberOrText(const Value& value) { return IsNumber(value) || value.as_string() != nullptr; }

bool IsNotANumber(const Value& value) {
  return value.as_double() != nullptr && std::isnan(*value.as_double());
}

bool Contains(const Datum& container, const Datum& part) {
  if (!IsTruthy(container) || !IsTruthy(part)) return false;
  if (const Interval* range = container.range()) {
    if (!IsNumber(part.value())) return false;
    const Number number = NumberOf(part.value());
    return Compare(number, Number::Of(range->first)) >= 0 &&
           Compare(number, Number::Of(range->last)) <= 0;
  }
  const Value& value = container.value();
  if (const Value::List* list = value.as_list()) {
    return part.range() == nullptr &&
           std::any_of(list->begin(), list->end(),
                       [&](const Value& item) { return AreEqual(item, part.value()); });
  }
  std::string buffer;
  if (const std::string* s = value.as_string()) {
    return absl::StrContains(*s, TextOf(part, &buffer));
  }
  const std::string* name = part.value().as_string();
  return name != nullptr && value.Find(*name) != nullptr;
}

}  // namespace usher::liquid
