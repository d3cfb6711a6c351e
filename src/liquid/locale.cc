#include "liquid/locale.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace usher::liquid {
namespace {

bool IsAlphanumeric(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); });
}

void AppendChain(absl::string_view locale, std::vector<std::string>* chain) {
  std::string rest = NormalLocale(locale);
  while (!rest.empty()) {
    if (std::find(chain->begin(), chain->end(), rest) == chain->end()) chain->push_back(rest);
    const std::size_t hyphen = rest.rfind('-');
    rest.resize(hyphen == std::string::npos ? 0 : hyphen);
  }
}

}  // namespace

std::string NormalLocale(absl::string_view locale) {
  locale = absl::StripAsciiWhitespace(locale.substr(0, locale.find_first_of(".@")));
  std::string normal;
  for (absl::string_view part : absl::StrSplit(locale, absl::ByAnyChar("-_"))) {
    if (part.empty() || part.size() > 8 || !IsAlphanumeric(part)) return "";
    std::string lower = absl::AsciiStrToLower(part);
    if (normal.empty()) {
      normal = std::move(lower);
      continue;
    }
    if (part.size() == 2) lower = absl::AsciiStrToUpper(part);
    if (part.size() == 4) lower[0] = absl::ascii_toupper(static_cast<unsigned char>(lower[0]));
    absl::StrAppend(&normal, "-", lower);
  }
  return normal;
}

std::vector<std::string> LocaleChain(absl::string_view locale, absl::string_view otherwise) {
  std::vector<std::string> chain;
  AppendChain(locale, &chain);
  AppendChain(otherwise, &chain);
  return chain;
}

}  // namespace usher::liquid
