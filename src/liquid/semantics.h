#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "base/value.h"
#include "liquid/datum.h"
#include "liquid/decimal.h"

// What values mean in Liquid.
namespace usher::liquid {

// Everything but nil and false.
bool IsTruthy(const base::Value& value);
bool IsTruthy(const Datum& datum);
// No characters, items or members.
bool IsEmpty(const base::Value& value);
// Also nil, false and white space only.
bool IsBlank(const base::Value& value);
// "a text", "a number" and so on.
absl::string_view KindName(const base::Value& value);

// Characters, items, members or numbers; none for what has no size.
std::optional<std::int64_t> SizeOf(const Datum& datum);
// The first or last item of a list or range, or the first pair of a map; nil, and `*found` false,
// where there is none.
Datum EndOf(const Datum& datum, bool last, bool* found);

// The number of a number, or at the beginning of a text; 0 for everything else.
Number NumberOf(const base::Value& value);
// A number without a fraction.
std::optional<std::int64_t> WholeOf(const base::Value& value);
// The same, or a text that is one. None otherwise.
std::optional<std::int64_t> ToInteger(const base::Value& value);
base::Value ToValue(const Number& number);

// Numbers compare by value, `empty` and `blank` by what they ask.
bool AreEqual(const Datum& a, const Datum& b);
bool AreEqual(const base::Value& a, const base::Value& b);
// Less than 0, 0 or more; none for what has no order, such as a text and a number.
std::optional<int> Order(const base::Value& a, const base::Value& b);
bool IsNumberOrText(const base::Value& value);
bool IsNotANumber(const base::Value& value);
// A text holds a part, a list or range an item, a map a name.
bool Contains(const Datum& container, const Datum& part);

}  // namespace usher::liquid
