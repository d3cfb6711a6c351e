#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace usher::cel {

// Appends the content of a string or bytes literal to `out`, with its escapes resolved. `body` is
// what stands between the quotes. In bytes, \x and octal escapes are octets; in strings, code
// points. Returns an empty text, or what is wrong.
std::string DecodeEscapes(absl::string_view body, bool bytes, std::string* out);

// The value of a decimal or 0x literal without sign or suffix; false when 64 bits do not hold it.
bool ParseUnsigned(absl::string_view digits, std::uint64_t* out);

// The same as a signed value, negated when `negative`.
bool ParseSigned(absl::string_view digits, bool negative, std::int64_t* out);

}  // namespace usher::cel
