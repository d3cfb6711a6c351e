#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

#include "yaml/document.h"

namespace usher::yaml {

// Where byte `offset` of a scalar's text stands in `source`. `written` is the source from the
// scalar's first character on and `mark` that character's place. Exact for text on one line,
// escapes included; in folded or indented text exact for every character that is no white space.
Mark PositionInScalar(absl::string_view written, Mark mark, ScalarStyle style,
                      absl::string_view text, std::size_t offset);

}  // namespace usher::yaml
