#include "yaml/syntax_hint.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace usher::yaml {
namespace {

constexpr absl::string_view kQuotes = "put a text with such signs in quotes";
constexpr absl::string_view kIndentation =
    "look at how this line and the next are indented, and whether by tabs";

// Words of the library, and what is behind them in the texts that people write.
constexpr std::pair<absl::string_view, absl::string_view> kHints[] = {
    {"nested block mapping on the same line", "put a text with ': ' in it in quotes"},
    {"after double-quoted scalar",
     "a double quote inside of double quotes is written \\\", or put the text in single ones"},
    {"after single-quoted scalar", "a single quote inside of single quotes is written twice"},
    {"plain scalar cannot start", kQuotes},
    {"invalid value after mapping", kQuotes},
    {"same line as a mapping key", kQuotes},
    {"missing comma", "put a text with quotes, commas or brackets in it in quotes of its own"},
    {"multiline plain key", kIndentation},
    {"did not find expected key", kIndentation},
};

}  // namespace

std::string SyntaxHint(absl::string_view message) {
  for (const auto& [words, hint] : kHints) {
    if (absl::StrContains(message, words)) return absl::StrCat("; ", hint);
  }
  return "";
}

}  // namespace usher::yaml
