#include "liquid/plural.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>

#include "absl/strings/str_split.h"

#include "liquid/locale.h"

namespace usher::liquid {
namespace {

// What the rules look at: the whole part, and whether there is a fraction.
struct Operands {
  std::int64_t i = 0;
  bool fraction = false;

  std::int64_t Last(std::int64_t digits) const { return i % digits; }
  bool LastBetween(std::int64_t digits, std::int64_t low, std::int64_t high) const {
    return !fraction && Last(digits) >= low && Last(digits) <= high;
  }
};

absl::string_view OneOther(const Operands& n) { return !n.fraction && n.i == 1 ? "one" : "other"; }

absl::string_view OtherOnly(const Operands&) { return "other"; }

// French and Portuguese: what is less than two is one.
absl::string_view ZeroIsOne(const Operands& n) {
  if (n.i == 0 || n.i == 1) return "one";
  return !n.fraction && n.i % 1'000'000 == 0 ? "many" : "other";
}

absl::string_view ManyMillions(const Operands& n) {
  if (!n.fraction && n.i == 1) return "one";
  return !n.fraction && n.i != 0 && n.i % 1'000'000 == 0 ? "many" : "other";
}

bool IsTeenFree(const Operands& n, std::int64_t low, std::int64_t high) {
  return n.LastBetween(10, low, high) && !n.LastBetween(100, low + 10, high + 10);
}

absl::string_view Polish(const Operands& n) {
  if (n.fraction) return "other";
  if (n.i == 1) return "one";
  return IsTeenFree(n, 2, 4) ? "few" : "many";
}

absl::string_view Russian(const Operands& n) {
  if (n.fraction) return "other";
  if (IsTeenFree(n, 1, 1)) return "one";
  return IsTeenFree(n, 2, 4) ? "few" : "many";
}

absl::string_view Czech(const Operands& n) {
  if (n.fraction) return "many";
  return n.i == 1 ? "one" : n.i >= 2 && n.i <= 4 ? "few" : "other";
}

absl::string_view Serbian(const Operands& n) {
  if (IsTeenFree(n, 1, 1)) return "one";
  return IsTeenFree(n, 2, 4) ? "few" : "other";
}

absl::string_view Slovene(const Operands& n) {
  if (n.fraction) return "few";
  if (n.Last(100) == 1) return "one";
  if (n.Last(100) == 2) return "two";
  return n.LastBetween(100, 3, 4) ? "few" : "other";
}

absl::string_view Lithuanian(const Operands& n) {
  if (n.fraction) return "many";
  if (n.LastBetween(100, 11, 19) || n.Last(10) == 0) return "other";
  return n.Last(10) == 1 ? "one" : "few";
}

absl::string_view Romanian(const Operands& n) {
  if (!n.fraction && n.i == 1) return "one";
  return n.fraction || n.i == 0 || n.LastBetween(100, 1, 19) ? "few" : "other";
}

absl::string_view Arabic(const Operands& n) {
  if (n.fraction) return "other";
  if (n.i <= 2) return n.i == 0 ? "zero" : n.i == 1 ? "one" : "two";
  return n.LastBetween(100, 3, 10) ? "few" : n.LastBetween(100, 11, 99) ? "many" : "other";
}

struct Rule {
  absl::string_view languages;  // divided by spaces
  absl::string_view (*category)(const Operands&);
};

constexpr Rule kRules[] = {
    {"ja zh ko th vi id ms", OtherOnly},
    {"fr pt", ZeroIsOne},
    {"it es ca", ManyMillions},
    {"pl", Polish},
    {"ru uk be", Russian},
    {"cs sk", Czech},
    {"hr sr bs", Serbian},
    {"sl", Slovene},
    {"lt", Lithuanian},
    {"ro", Romanian},
    {"ar", Arabic},
};

}  // namespace

absl::string_view PluralCategory(absl::string_view locale, const Number& number) {
  const double magnitude = std::abs(number.d);
  Operands operands;
  operands.fraction = !number.is_int && magnitude != std::floor(magnitude);
  operands.i = static_cast<std::int64_t>(std::min(magnitude, 9e18));
  const std::string normal = NormalLocale(locale);
  const absl::string_view language = absl::string_view(normal).substr(0, normal.find('-'));
  for (const Rule& rule : kRules) {
    const std::vector<absl::string_view> languages = absl::StrSplit(rule.languages, ' ');
    if (std::find(languages.begin(), languages.end(), language) != languages.end()) {
      return rule.category(operands);
    }
  }
  return OneOther(operands);
}

}  // namespace usher::liquid
