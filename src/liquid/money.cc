#include "liquid/money.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "liquid/locale.h"

namespace usher::liquid {
namespace {

enum class Sign { kBefore, kBeforeSpace, kAfter };

// How a locale writes amounts. The facts are those of the Unicode CLDR.
struct Style {
  absl::string_view locale;
  char point;
  char group;  // ' ' for a space
  Sign sign;
  int digits_grouped_min = 4;  // shorter whole parts are not grouped
  bool lakhs = false;          // groups of two before the last three
};

constexpr Style kStyles[] = {
    {"ar", '.', ',', Sign::kAfter},           {"bg", ',', ' ', Sign::kAfter, 5},
    {"ca", ',', '.', Sign::kAfter},           {"cs", ',', ' ', Sign::kAfter},
    {"da", ',', '.', Sign::kAfter},           {"de", ',', '.', Sign::kAfter},
    {"de-AT", ',', '.', Sign::kBeforeSpace},  {"de-CH", '.', '\'', Sign::kBeforeSpace},
    {"de-LI", '.', '\'', Sign::kBeforeSpace}, {"el", ',', '.', Sign::kAfter},
    {"en", '.', ',', Sign::kBefore},          {"en-IN", '.', ',', Sign::kBefore, 4, true},
    {"es", ',', '.', Sign::kAfter, 5},        {"es-AR", ',', '.', Sign::kBeforeSpace},
    {"es-CL", ',', '.', Sign::kBeforeSpace},  {"es-CO", ',', '.', Sign::kBeforeSpace},
    {"es-MX", '.', ',', Sign::kBefore},       {"es-US", '.', ',', Sign::kBefore},
    {"et", ',', ' ', Sign::kAfter, 5},        {"fi", ',', ' ', Sign::kAfter},
    {"fr", ',', ' ', Sign::kAfter},           {"fr-CH", '.', ' ', Sign::kAfter},
    {"he", '.', ',', Sign::kAfter},           {"hi", '.', ',', Sign::kBefore, 4, true},
    {"hr", ',', '.', Sign::kAfter},           {"hu", ',', ' ', Sign::kAfter, 5},
    {"id", ',', '.', Sign::kBefore},          {"is", ',', '.', Sign::kAfter},
    {"it", ',', '.', Sign::kAfter, 5},        {"it-CH", '.', '\'', Sign::kBeforeSpace},
    {"ja", '.', ',', Sign::kBefore},          {"ko", '.', ',', Sign::kBefore},
    {"lt", ',', ' ', Sign::kAfter},           {"lv", ',', ' ', Sign::kAfter, 5},
    {"mk", ',', '.', Sign::kAfter},           {"ms", '.', ',', Sign::kBefore},
    {"nb", ',', ' ', Sign::kAfter},           {"nl", ',', '.', Sign::kBeforeSpace},
    {"nn", ',', ' ', Sign::kAfter},           {"no", ',', ' ', Sign::kAfter},
    {"pl", ',', ' ', Sign::kAfter, 5},        {"pt", ',', '.', Sign::kBeforeSpace},
    {"pt-PT", ',', ' ', Sign::kAfter, 5},     {"ro", ',', '.', Sign::kAfter},
    {"ru", ',', ' ', Sign::kAfter},           {"sk", ',', ' ', Sign::kAfter},
    {"sl", ',', '.', Sign::kAfter, 5},        {"sq", ',', ' ', Sign::kAfter, 5},
    {"sr", ',', '.', Sign::kAfter},           {"sv", ',', ' ', Sign::kAfter},
    {"th", '.', ',', Sign::kBefore},          {"tr", ',', '.', Sign::kBefore},
    {"uk", ',', ' ', Sign::kAfter},           {"vi", ',', '.', Sign::kAfter},
    {"zh", '.', ',', Sign::kBefore},
};

struct Currency {
  absl::string_view code;
  int digits;
  absl::string_view sign;  // everywhere but at home; empty: the code
  // A language or a country after a hyphen, and the sign there.
  absl::string_view home;
  absl::string_view home_sign;
};

constexpr Currency kCurrencies[] = {
    {"ARS", 2, "", "-AR", "$"},  {"AUD", 2, "A$", "-AU", "$"},  {"BGN", 2, "", "bg", "лв."},
    {"BHD", 3, "", "", ""},      {"BRL", 2, "R$", "", ""},      {"CAD", 2, "CA$", "-CA", "$"},
    {"CLP", 0, "", "-CL", "$"},  {"CNY", 2, "CN¥", "zh", "¥"},  {"COP", 0, "", "-CO", "$"},
    {"CZK", 2, "", "cs", "Kč"},  {"DKK", 2, "", "da", "kr."},   {"EUR", 2, "€", "", ""},
    {"GBP", 2, "£", "", ""},     {"HKD", 2, "HK$", "", ""},     {"HUF", 0, "", "hu", "Ft"},
    {"IDR", 0, "", "id", "Rp"},  {"ILS", 2, "₪", "", ""},       {"INR", 2, "₹", "", ""},
    {"ISK", 0, "", "is", "kr."}, {"JOD", 3, "", "", ""},        {"JPY", 0, "¥", "zh", "JP¥"},
    {"KRW", 0, "₩", "", ""},     {"KWD", 3, "", "", ""},        {"MXN", 2, "MX$", "-MX", "$"},
    {"NOK", 2, "", "nb", "kr"},  {"NZD", 2, "NZ$", "-NZ", "$"}, {"OMR", 3, "", "", ""},
    {"PLN", 2, "", "pl", "zł"},  {"PYG", 0, "", "", ""},        {"RUB", 2, "", "ru", "₽"},
    {"SEK", 2, "", "sv", "kr"},  {"THB", 2, "", "th", "฿"},     {"TND", 3, "", "", ""},
    {"TRY", 2, "", "tr", "₺"},   {"TWD", 2, "NT$", "-TW", "$"}, {"UAH", 2, "", "uk", "₴"},
    {"USD", 2, "$", "", ""},     {"VND", 0, "₫", "", ""},       {"XAF", 0, "", "", ""},
    {"XOF", 0, "", "", ""},
};

// Countries whose own dollar or peso is written $.
constexpr absl::string_view kDollarCountries[] = {"AR", "AU", "CA", "CL", "CO",
                                                  "HK", "MX", "NZ", "SG", "TW"};

const Style& StyleOf(absl::string_view locale) {
  for (const std::string& candidate : LocaleChain(locale, "en")) {
    const auto* style = std::find_if(std::begin(kStyles), std::end(kStyles),
                                     [&](const Style& s) { return s.locale == candidate; });
    if (style != std::end(kStyles)) return *style;
  }
  return kStyles[0];
}

absl::string_view LanguageOf(absl::string_view locale) {
  return locale.substr(0, locale.find('-'));
}

// Empty for a locale without one.
absl::string_view CountryOf(absl::string_view locale) {
  const std::size_t hyphen = locale.rfind('-');
  return hyphen == absl::string_view::npos ? "" : locale.substr(hyphen + 1);
}

bool IsAtHome(const Currency& currency, absl::string_view locale) {
  if (currency.home.empty()) return false;
  if (currency.home[0] == '-') return currency.home.substr(1) == CountryOf(locale);
  const absl::string_view language = LanguageOf(locale);
  return currency.home == language ||
         (currency.home == "nb" && (language == "no" || language == "nn"));
}

std::string SignOf(const Currency& currency, absl::string_view locale) {
  if (IsAtHome(currency, locale)) return std::string(currency.home_sign);
  const bool other_dollar =
      currency.code == "USD" && std::find(std::begin(kDollarCountries), std::end(kDollarCountries),
                                          CountryOf(locale)) != std::end(kDollarCountries);
  if (other_dollar) return "US$";
  return std::string(currency.sign.empty() ? currency.code : currency.sign);
}

// The whole part with what stands between its groups.
std::string Grouped(absl::string_view digits, const Style& style, absl::string_view space) {
  if (static_cast<int>(digits.size()) < style.digits_grouped_min) return std::string(digits);
  const absl::string_view group = style.group == ' ' ? space : absl::string_view(&style.group, 1);
  std::vector<absl::string_view> groups;
  std::size_t size = 3;
  while (digits.size() > size) {
    groups.push_back(digits.substr(digits.size() - size));
    digits.remove_suffix(size);
    if (style.lakhs) size = 2;
  }
  std::string out(digits);
  for (auto part = groups.rbegin(); part != groups.rend(); ++part)
    absl::StrAppend(&out, group, *part);
  return out;
}

// The amount without its sign, in plain digits: "1234.50".
std::string DigitsOf(const Number& amount, int places) {
  const Number rounded = Round(amount, places);
  std::string digits;
  if (rounded.is_int) {
    digits = absl::StrCat(rounded.i);
  } else {
    char buffer[400];
    digits.assign(buffer, static_cast<std::size_t>(
                              std::snprintf(buffer, sizeof(buffer), "%.*f", places, rounded.d)));
  }
  digits.erase(0, digits[0] == '-' ? 1 : 0);
  if (places > 0 && digits.find('.') == std::string::npos) {
    digits.push_back('.');
    digits.append(static_cast<std::size_t>(places), '0');
  }
  return digits;
}

}  // namespace

bool IsCurrency(absl::string_view currency) {
  return currency.size() == 3 && std::all_of(currency.begin(), currency.end(), [](char c) {
           return absl::ascii_isupper(static_cast<unsigned char>(c));
         });
}

std::string FormatMoney(const Number& amount, absl::string_view currency, absl::string_view locale,
                        absl::string_view space) {
  const std::string normal = NormalLocale(locale);
  const Style& style = StyleOf(normal);
  const auto* known = std::find_if(std::begin(kCurrencies), std::end(kCurrencies),
                                   [&](const Currency& c) { return c.code == currency; });
  const Currency facts =
      known != std::end(kCurrencies) ? *known : Currency{currency, 2, "", "", ""};
  const std::string sign = SignOf(facts, normal);
  const std::string digits = DigitsOf(amount, facts.digits);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string number = Grouped(absl::string_view(digits).substr(0, point), style, space);
  if (point < digits.size()) {
    number.push_back(style.point);
    number.append(digits, point + 1, std::string::npos);
  }
  const bool is_zero = digits.find_first_not_of("0.") == std::string::npos;
  const char* minus = amount.d < 0 && !is_zero ? "-" : "";
  if (style.sign == Sign::kAfter) return absl::StrCat(minus, number, space, sign);
  const bool letters = absl::ascii_isalpha(static_cast<unsigned char>(sign.back()));
  const bool spaced = style.sign == Sign::kBeforeSpace || letters;
  return absl::StrCat(minus, sign, spaced ? space : "", number);
}

}  // namespace usher::liquid
