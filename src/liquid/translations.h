#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "liquid/decimal.h"

namespace usher::liquid {

// Texts by key and locale, which the filter `t` writes.
class Translations {
 public:
  // Texts by key, such as cart.title.
  using Texts = std::map<std::string, std::string>;

  Translations() = default;
  // `by_locale` has keys such as de or de-AT; what a locale lacks is taken from its language, then
  // from `default_locale`.
  Translations(std::map<std::string, Texts> by_locale, const std::string& default_locale);

  // The text of `key` for `locale`; null when neither it nor what it falls back to has one. With
  // `count`, texts for that number come first: key.zero for 0, then key.one and the like by the
  // rules of the language, then key.other.
  const std::string* Find(absl::string_view locale, absl::string_view key,
                          const std::optional<Number>& count) const;

  // Whether the default locale, or without one any locale, has `key`, alone or with an ending for
  // a number, such as .one.
  bool Has(absl::string_view key) const;
  std::vector<std::string> Keys() const;
  bool empty() const { return by_locale_.empty(); }

 private:
  std::map<std::string, Texts> by_locale_;
  std::string default_locale_;
};

}  // namespace usher::liquid
