#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace usher::cel {

// Why a text is no valid expression, and where in it.
struct Error {
  int offset = 0;  // in bytes from the start of the text
  int line = 1;    // from 1
  int column = 1;  // from 1, in code points
  std::string message;
};

// The error `message` at `offset` of `text`, with its line and column.
Error ErrorAt(absl::string_view text, int offset, std::string message);

}  // namespace usher::cel
