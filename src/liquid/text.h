#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "base/value.h"
#include "liquid/datum.h"

// Values as text.
namespace usher::liquid {

// Appends what an output shows: nothing for nil, the items of a list one after another, else what
// filters see.
void AppendOutput(const Datum& datum, std::string* out);
void AppendOutput(const base::Value& value, std::string* out);

// Appends what filters see: nothing for nil, lists and maps as Ruby writes them, such as
// [1, "a", nil] and {"a"=>1}.
void AppendText(const base::Value& value, std::string* out);

// A borrowed text where the value is one, else `*buffer` filled by AppendText.
absl::string_view TextOf(const base::Value& value, std::string* buffer);
absl::string_view TextOf(const Datum& datum, std::string* buffer);

// Shortest text that reads back, with a fraction always: 1.0, 0.1, 1.0e+16.
void AppendFloat(double number, std::string* out);

}  // namespace usher::liquid
