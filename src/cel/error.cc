#include "cel/error.h"

#include <algorithm>
#include <utility>

#include "cel/utf8.h"

namespace usher::cel {

Error ErrorAt(absl::string_view text, int offset, std::string message) {
  const absl::string_view before = text.substr(0, static_cast<std::size_t>(offset));
  const std::size_t newline = before.rfind('\n');
  const absl::string_view line =
      newline == absl::string_view::npos ? before : before.substr(newline + 1);
  return {.offset = offset,
          .line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
          .column = static_cast<int>(CountCodePoints(line)) + 1,
          .message = std::move(message)};
}

}  // namespace usher::cel
