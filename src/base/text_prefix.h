#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

namespace usher::base {

// The beginning of `text`, which is UTF-8: at most so many bytes, and no part of a character.
absl::string_view TextPrefix(absl::string_view text, std::size_t bytes_max);

}  // namespace usher::base
