#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

namespace usher::shop {

// Where customers live. A row is a country of the Online Retail log, under the log's name.
struct Country {
  absl::string_view log_name;
  absl::string_view code;       // ISO 3166-1 alpha-2
  absl::string_view locale;     // BCP 47
  absl::string_view time_zone;  // of the capital or largest city
  absl::string_view mobile;     // the beginning of a mobile number, in E.164
  int digits;                   // how many follow
  int customers;                // of the log's 4,372; scripts/fit-shop counts them
};

std::size_t CountryCount();
// `index` is below CountryCount(); the United Kingdom comes first.
const Country& CountryAt(std::size_t index);
// The row for a country named as in the log. Names that are no country ("Unspecified", "European
// Community") and unknown ones give the United Kingdom, where the shop is.
const Country& CountryNamed(absl::string_view log_name);
// The index of the country of a customer drawn with the log's shares; `u` is in [0, 1).
std::size_t DrawCountry(double u);

}  // namespace usher::shop
