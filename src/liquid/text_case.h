#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace usher::liquid {

// Upper and lower case of UTF-8 text in the Latin (up to U+017F), Greek and Cyrillic alphabets,
// character by character; everything else stays. Independent of locale.
std::string ToUpper(absl::string_view text);
std::string ToLower(absl::string_view text);

}  // namespace usher::liquid
