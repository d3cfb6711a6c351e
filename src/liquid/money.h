#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "liquid/decimal.h"

namespace usher::liquid {

// Whether `currency` is a code of three capital letters, as those of ISO 4217 are.
bool IsCurrency(absl::string_view currency);

// `amount` of `currency` as `locale` writes it: rounded to the currency's digits, with signs and
// grouping in their places; "$1,234.50" for en and USD, "1.234,50 €" for de and EUR. `space` is
// what stands between number and sign and between groups where the locale has a space there. A
// locale that is not known is written as en, a currency without a sign by its code.
std::string FormatMoney(const Number& amount, absl::string_view currency, absl::string_view locale,
                        absl::string_view space);

}  // namespace usher::liquid
