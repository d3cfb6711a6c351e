#pragma once

#include "absl/strings/string_view.h"

#include "liquid/decimal.h"

namespace usher::liquid {

// The plural category of `number` in the language of `locale`, by the rules of the Unicode CLDR:
// zero, one, two, few, many or other. Languages that are not known are taken for English.
absl::string_view PluralCategory(absl::string_view locale, const Number& number);

}  // namespace usher::liquid
