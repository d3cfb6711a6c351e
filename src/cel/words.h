#pragma once

#include <array>

#include "absl/strings/string_view.h"

namespace usher::cel {

// Words that are no names.
inline bool IsKeyword(absl::string_view word) {
  return word == "true" || word == "false" || word == "null" || word == "in";
}

// Words the grammar keeps for itself; as members (event.package) they are fine.
inline constexpr std::array<absl::string_view, 17> kReservedWords = {
    "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
    "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};

}  // namespace usher::cel
