#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace usher::cel {

// Whether `text` is well-formed UTF-8: shortest forms only, no surrogates, at most U+10FFFF.
bool IsUtf8(absl::string_view text);

// The number of code points in well-formed UTF-8.
std::size_t CountCodePoints(absl::string_view text);

// Of the first code point of well-formed UTF-8 that is not empty: how many bytes it has, and which
// it is.
std::size_t CodePointBytes(absl::string_view text);
std::uint32_t DecodeCodePoint(absl::string_view text);

// Appends `code_point` to `out`; false, and nothing appended, when it is a surrogate or too large.
bool AppendCodePoint(std::uint32_t code_point, std::string* out);

}  // namespace usher::cel
