#include "liquid/money.h"

#include "gtest/gtest.h"

#include "liquid/plural.h"
#include "tests/support/liquid.h"

namespace usher::liquid {
namespace {

using support::ExpectRenders;

std::string Money(double amount, absl::string_view currency, absl::string_view locale) {
  return FormatMoney(Number::Of(amount), currency, locale, " ");
}

TEST(MoneyTest, LocalesWriteAmountsInTheirWay) {
  const struct {
    const char* locale;
    const char* currency;
    double amount;
    const char* expected;
  } cases[] = {
      {"en", "USD", 1234.5, "$1,234.50"},
      {"en-GB", "GBP", 1234.5, "£1,234.50"},
      {"en-CA", "USD", 1.5, "US$1.50"},
      {"en-CA", "CAD", 1.5, "$1.50"},
      {"en", "CHF", 12345, "CHF 12,345.00"},
      {"en-IN", "INR", 1234567.891, "₹12,34,567.89"},
      {"de", "EUR", 1234.5, "1.234,50 €"},
      {"de", "EUR", -1234567.891, "-1.234.567,89 €"},
      {"de-AT", "EUR", 1234.5, "€ 1.234,50"},
      {"de-CH", "CHF", 12345, "CHF 12'345.00"},
      {"fr", "EUR", 1234.5, "1 234,50 €"},
      {"fr-CH", "CHF", 12345, "12 345.00 CHF"},
      {"it", "EUR", 1234.5, "1234,50 €"},
      {"it", "EUR", 12345, "12.345,00 €"},
      {"es", "EUR", 1234.5, "1234,50 €"},
      {"nl-BE", "EUR", 1234.5, "€ 1.234,50"},
      {"pt-BR", "BRL", 12345.678, "R$ 12.345,68"},
      {"pl", "PLN", 1234.5, "1234,50 zł"},
      {"cs", "CZK", 12345.678, "12 345,68 Kč"},
      {"sv", "SEK", 12345.678, "12 345,68 kr"},
      {"no", "NOK", 1, "1,00 kr"},
      {"da", "DKK", 12345.678, "12.345,68 kr."},
      {"hu", "HUF", 12345.678, "12 346 Ft"},
      {"tr", "TRY", 12345.678, "₺12.345,68"},
      {"ja", "JPY", 1234.5, "¥1,235"},
      {"ko", "KRW", 12345.678, "₩12,346"},
      {"zh", "CNY", 1.5, "¥1.50"},
      {"de", "CNY", 1.5, "1,50 CN¥"},
      {"en", "KWD", 12345.678, "KWD 12,345.678"},
      {"xx", "EUR", 1234.5, "€1,234.50"},
      {"", "XYZ", 1.5, "XYZ 1.50"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Money(c.amount, c.currency, c.locale), c.expected) << c.locale << " " << c.currency;
  }
}

TEST(MoneyTest, AmountsAreRoundedAsDecimals) {
  EXPECT_EQ(Money(1.005, "EUR", "en"), "€1.01");
  EXPECT_EQ(Money(2.675, "EUR", "en"), "€2.68");
  EXPECT_EQ(Money(-0.004, "EUR", "en"), "€0.00");
  EXPECT_EQ(Money(999.995, "EUR", "en"), "€1,000.00");
  EXPECT_EQ(FormatMoney(Number::Of(std::int64_t{7}), "EUR", "en", " "), "€7.00");
}

TEST(MoneyTest, TheFilterNeedsACurrency) {
  ExpectRenders({
      {"{{ 1 | money: 'eur' }} {{ '2.5' | money: currency: 'USD' }}", "{}", "€1.00 $2.50"},
      {"{{ 1 | money: 'EUR', locale: 'de' }}[{{ nothing | money: 'EUR' }}]", "{}", "1,00 €[]"},
      {"{{ 1 | money }}", "{}", "render line 1, column 8: money needs a currency: money: \"EUR\""},
      {"{{ 1 | money: 'Euro' }}", "{}",
       "render line 1, column 8: \"Euro\" is no currency; write a code such as EUR"},
      {"{{ 1 | money: 'EUR', local: 'de' }}", "{}",
       "compile 1:22: filter \"money\" has no argument \"local\"; did you mean \"locale\"?"},
  });
}

TEST(MoneyTest, InHtmlSpacesDoNotBreak) {
  RenderOptions options;
  options.escape = Escape::kHtml;
  options.locale = "de";
  options.currency = "EUR";
  ExpectRenders({{"{{ 5 | money }}", "{}", "5,00\u00A0€"}}, options);
}

TEST(PluralTest, CategoriesFollowTheLanguage) {
  const struct {
    const char* locale;
    double number;
    const char* expected;
  } cases[] = {
      {"en", 1, "one"},     {"en", 0, "other"},  {"en", 1.5, "other"}, {"de-AT", 1, "one"},
      {"fr", 0, "one"},     {"fr", 1.5, "one"},  {"fr", 2, "other"},   {"fr", 1e6, "many"},
      {"es", 0, "other"},   {"es", 1e6, "many"}, {"pl", 1, "one"},     {"pl", 3, "few"},
      {"pl", 5, "many"},    {"pl", 12, "many"},  {"pl", 22, "few"},    {"pl", 1.5, "other"},
      {"ru", 21, "one"},    {"ru", 11, "many"},  {"ru", 23, "few"},    {"cs", 3, "few"},
      {"cs", 5, "other"},   {"cs", 0.5, "many"}, {"hr", 31, "one"},    {"hr", 5, "other"},
      {"sl", 102, "two"},   {"sl", 104, "few"},  {"sl", 201, "one"},   {"lt", 21, "one"},
      {"lt", 12, "other"},  {"lt", 5, "few"},    {"ro", 0, "few"},     {"ro", 19, "few"},
      {"ro", 120, "other"}, {"ar", 0, "zero"},   {"ar", 2, "two"},     {"ar", 11, "many"},
      {"ja", 1, "other"},   {"xx", 1, "one"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(PluralCategory(c.locale, Number::Of(c.number)), c.expected)
        << c.locale << " " << c.number;
  }
}

}  // namespace
}  // namespace usher::liquid
