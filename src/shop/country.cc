#include "shop/country.h"

#include <array>

namespace usher::shop {
namespace {

constexpr Country kCountries[] = {
    {"United Kingdom", "GB", "en-GB", "Europe/London", "+447400", 6, 3955},
    {"Germany", "DE", "de-DE", "Europe/Berlin", "+49151", 8, 95},
    {"France", "FR", "fr-FR", "Europe/Paris", "+336", 8, 87},
    {"Spain", "ES", "es-ES", "Europe/Madrid", "+346", 8, 29},
    {"Belgium", "BE", "nl-BE", "Europe/Brussels", "+32470", 6, 24},
    {"Switzerland", "CH", "de-CH", "Europe/Zurich", "+4178", 7, 20},
    {"Portugal", "PT", "pt-PT", "Europe/Lisbon", "+35191", 7, 19},
    {"Italy", "IT", "it-IT", "Europe/Rome", "+39347", 7, 15},
    {"Finland", "FI", "fi-FI", "Europe/Helsinki", "+35840", 7, 12},
    {"Norway", "NO", "nb-NO", "Europe/Oslo", "+479", 7, 10},
    {"Australia", "AU", "en-AU", "Australia/Sydney", "+614", 8, 9},
    {"Netherlands", "NL", "nl-NL", "Europe/Amsterdam", "+316", 8, 9},
    {"Channel Islands", "JE", "en-GB", "Europe/Jersey", "+447797", 6, 9},
    {"Austria", "AT", "de-AT", "Europe/Vienna", "+43664", 7, 9},
    {"Japan", "JP", "ja-JP", "Asia/Tokyo", "+8190", 8, 8},
    {"Denmark", "DK", "da-DK", "Europe/Copenhagen", "+4520", 6, 8},
    {"Sweden", "SE", "sv-SE", "Europe/Stockholm", "+4670", 7, 8},
    {"Cyprus", "CY", "el-CY", "Asia/Nicosia", "+35799", 6, 7},
    {"Poland", "PL", "pl-PL", "Europe/Warsaw", "+48600", 6, 6},
    {"Israel", "IL", "he-IL", "Asia/Jerusalem", "+97252", 7, 4},
    {"Greece", "GR", "el-GR", "Europe/Athens", "+30697", 7, 4},
    {"Canada", "CA", "en-CA", "America/Toronto", "+1416", 7, 4},
    {"USA", "US", "en-US", "America/New_York", "+1212", 7, 4},
    {"EIRE", "IE", "en-IE", "Europe/Dublin", "+35385", 7, 3},
    {"United Arab Emirates", "AE", "ar-AE", "Asia/Dubai", "+97150", 7, 2},
    {"Bahrain", "BH", "ar-BH", "Asia/Bahrain", "+97339", 6, 2},
    {"Malta", "MT", "en-MT", "Europe/Malta", "+35679", 6, 2},
    {"Lithuania", "LT", "lt-LT", "Europe/Vilnius", "+37061", 6, 1},
    {"Iceland", "IS", "is-IS", "Atlantic/Reykjavik", "+354611", 4, 1},
    {"Singapore", "SG", "en-SG", "Asia/Singapore", "+6581", 6, 1},
    {"Lebanon", "LB", "ar-LB", "Asia/Beirut", "+96171", 6, 1},
    {"Saudi Arabia", "SA", "ar-SA", "Asia/Riyadh", "+96651", 7, 1},
    {"Czech Republic", "CZ", "cs-CZ", "Europe/Prague", "+420602", 6, 1},
    {"Brazil", "BR", "pt-BR", "America/Sao_Paulo", "+55119", 8, 1},
    {"RSA", "ZA", "en-ZA", "Africa/Johannesburg", "+2771", 7, 1},
    {"Hong Kong", "HK", "zh-HK", "Asia/Hong_Kong", "+8529", 7, 0},
};
constexpr std::size_t kCount = std::size(kCountries);

}  // namespace

std::size_t CountryCount() { return kCount; }

const Country& CountryAt(std::size_t index) { return kCountries[index]; }

const Country& CountryNamed(absl::string_view log_name) {
  for (const Country& country : kCountries) {
    if (country.log_name == log_name) return country;
  }
  return kCountries[0];
}

std::size_t DrawCountry(double u) {
  int total = 0;
  for (const Country& country : kCountries) total += country.customers;
  double left = u * total;
  for (std::size_t i = 0; i < kCount; ++i) {
    left -= kCountries[i].customers;
    if (left < 0) return i;
  }
  return 0;
}

}  // namespace usher::shop
