#include "liquid/translations.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "liquid/locale.h"
#include "liquid/plural.h"

namespace usher::liquid {

Translations::Translations(std::map<std::string, Texts> by_locale,
                           const std::string& default_locale)
    : default_locale_(NormalLocale(default_locale)) {
  for (auto& [locale, texts] : by_locale) by_locale_[NormalLocale(locale)] = std::move(texts);
}

const std::string* Translations::Find(absl::string_view locale, absl::string_view key,
                                      const std::optional<Number>& count) const {
  for (const std::string& candidate : LocaleChain(locale, default_locale_)) {
    const auto texts = by_locale_.find(candidate);
    if (texts == by_locale_.end()) continue;
    std::vector<std::string> keys;
    if (count.has_value()) {
      if (count->d == 0) keys.push_back(absl::StrCat(key, ".zero"));
      keys.push_back(absl::StrCat(key, ".", PluralCategory(candidate, *count)));
      keys.push_back(absl::StrCat(key, ".other"));
    }
    keys.emplace_back(key);
    for (const std::string& name : keys) {
      const auto text = texts->second.find(name);
      if (text != texts->second.end()) return &text->second;
    }
  }
  return nullptr;
}

bool Translations::Has(absl::string_view key) const {
  const std::string prefix = absl::StrCat(key, ".");
  return std::any_of(by_locale_.begin(), by_locale_.end(), [&](const auto& entry) {
    if (by_locale_.count(default_locale_) > 0 && entry.first != default_locale_) return false;
    return std::any_of(entry.second.begin(), entry.second.end(), [&](const auto& text) {
      return text.first == key || absl::StartsWith(text.first, prefix);
    });
  });
}

std::vector<std::string> Translations::Keys() const {
  std::set<std::string> keys;
  for (const auto& [locale, texts] : by_locale_) {
    for (const auto& [key, unused] : texts) keys.insert(key);
  }
  return {keys.begin(), keys.end()};
}

}  // namespace usher::liquid
