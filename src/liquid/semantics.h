#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "base/value.h"
#include "liquid/datum.h"

// What values mean in Liquid.
namespace usher::liquid {

// Everything but nil and false.
bool IsTruthy(const base::Value& value);
// No characters, items or members.
bool IsEmpty(const base::Value& value);
// Also nil, false and white space only.
bool IsBlank(const base::Value& value);

// Appends what an output shows: nothing for nil, the items of a list one after another, a map as
// JSON.
void AppendText(const base::Value& value, std::string* out);
// A borrowed text where the value is one, else `*buffer` filled with what an output shows.
absl::string_view TextOf(const base::Value& value, std::string* buffer);
// Shortest text that reads back, with a fraction always: 1.0, 0.1, 1.0e+16.
void AppendFloat(double number, std::string* out);

// A whole number or a float: what arithmetic works on.
struct Number {
  bool is_int = true;
  std::int64_t i = 0;
  double d = 0;  // the same number, also when it is whole
};
// Of a number, or of a text that is one; none otherwise.
std::optional<Number> ToNumber(const base::Value& value);

// Numbers compare by value, `empty` and `blank` by what they ask.
bool AreEqual(const Datum& a, const Datum& b);
// Less than 0, 0 or more; none for what has no order, such as a text and a number.
std::optional<int> Order(const base::Value& a, const base::Value& b);
// A text holds a part, a list an item.
bool Contains(const base::Value& container, const base::Value& part);

// Characters (code points) of UTF-8.
std::size_t CharacterCount(absl::string_view text);
// The first `count` characters.
absl::string_view CharacterPrefix(absl::string_view text, std::size_t count);

}  // namespace usher::liquid
