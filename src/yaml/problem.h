#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace usher::yaml {

// A place in a text. Both count from 1; columns count characters (code points), not bytes.
struct Mark {
  int line = 1;
  int column = 1;

  friend bool operator==(const Mark&, const Mark&) = default;
};

// One thing an author has to correct.
struct Problem {
  std::string path;  // the field it is about, see path.h; empty for the document as a whole
  Mark mark;
  std::string message;  // one line, no full stop
};

// "file:line:column: message", as compilers write it, so that editors can jump there.
std::string FormatProblem(absl::string_view file, const Problem& problem);

}  // namespace usher::yaml
