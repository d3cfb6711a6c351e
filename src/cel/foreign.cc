#include "cel/foreign.h"

#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace usher::cel {
namespace {

constexpr std::pair<const char*, const char*> kWords[] = {
    {"and", "write && for \"and\""},
    {"or", "write || for \"or\""},
    {"is", "compare with =="},
    {"equals", "compare with =="},
    {"like", "write text.contains(\"part\") or text.matches(\"pattern\")"},
    {"between", "write low <= value && value < high"},
    {"not", "write !(value in list) for \"not in\""},
};

constexpr std::pair<const char*, const char*> kNames[] = {
    {"nil", "null"},  {"none", "null"},   {"undefined", "null"}, {"null", "null"},
    {"true", "true"}, {"false", "false"}, {"yes", "true"},       {"no", "false"},
};

std::string Hint(absl::string_view text) { return absl::StrCat("; ", text); }

// The letters that `text` begins with, in lower case.
std::string FirstWord(absl::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && absl::ascii_isalpha(static_cast<unsigned char>(text[size]))) ++size;
  return absl::AsciiStrToLower(text.substr(0, size));
}

// The letters that `text` ends with but for white space, in lower case.
std::string LastWord(absl::string_view text) {
  text = absl::StripTrailingAsciiWhitespace(text);
  std::size_t begin = text.size();
  while (begin > 0 && absl::ascii_isalpha(static_cast<unsigned char>(text[begin - 1]))) --begin;
  return absl::AsciiStrToLower(text.substr(begin));
}

}  // namespace

std::string ForeignHint(absl::string_view expression, int offset) {
  const auto at = static_cast<std::size_t>(offset);
  const absl::string_view before = expression.substr(0, at);
  const absl::string_view rest = expression.substr(at);
  if (absl::StartsWith(rest, ">") && absl::EndsWith(before, "<")) {
    return Hint("write != for \"not equal\"");
  }
  if (LastWord(before) == "not") return Hint("write ! for \"not\"");
  const std::string word = FirstWord(rest);
  for (const auto& [foreign, hint] : kWords) {
    if (word == foreign) return Hint(hint);
  }
  return "";
}

std::string ForeignNameHint(absl::string_view name) {
  const std::string word = absl::AsciiStrToLower(name);
  for (const auto& [foreign, own] : kNames) {
    if (word == foreign) return Hint(absl::StrCat("write ", own));
  }
  return "";
}

}  // namespace usher::cel
