#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// Languages and countries of customers: de, de-AT, zh-Hant-TW.
namespace usher::liquid {

// The usual spelling: hyphens, the language in lower case, a country in upper case, a script with a
// capital; what follows a dot or an @ is cut off. "de_at.UTF-8" is de-AT. Empty for what is none.
std::string NormalLocale(absl::string_view locale);

// What `locale` may be served with, the best first: itself, itself without its last part and so
// on, then `otherwise` in the same way. de-AT and en give de-AT, de, en.
std::vector<std::string> LocaleChain(absl::string_view locale, absl::string_view otherwise);

}  // namespace usher::liquid
