#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

// Characters (code points) of UTF-8.
namespace usher::liquid {

std::size_t CharacterCount(absl::string_view text);
// The first `count` characters.
absl::string_view CharacterPrefix(absl::string_view text, std::size_t count);
// Takes the first character off `*text`, which must not be empty. A byte that begins no character
// is taken as one itself.
std::uint32_t TakeCharacter(absl::string_view* text);
// Whether all of it is UTF-8.
bool IsUtf8(absl::string_view text);
// Appends the character `code`.
void AppendCharacter(std::uint32_t code, std::string* out);

}  // namespace usher::liquid
