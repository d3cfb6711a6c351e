#pragma once

#include <cstdint>
#include <string>

namespace usher::shop {

// An amount of money in the currency's hundredths; whole numbers, so that totals add up exactly.
using Pence = std::int64_t;

// Appends `amount` as a JSON number with two decimals, for example 12.50.
void AppendMoney(Pence amount, std::string* out);

}  // namespace usher::shop
