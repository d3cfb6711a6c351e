#include "yaml/scalar_position.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace usher::yaml {
namespace {

// Reads what was written, keeping the place.
struct Cursor {
  absl::string_view rest;
  Mark mark;

  void Skip(std::size_t bytes) {
    for (const char c : rest.substr(0, bytes)) {
      if (c == '\n') {
        mark = {mark.line + 1, 1};
      } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
        ++mark.column;
      }
    }
    rest.remove_prefix(std::min(bytes, rest.size()));
  }
  // The length of the white space here if it holds a line break, else 0.
  std::size_t BreakLength() const {
    const std::size_t end = std::min(rest.find_first_not_of(" \t\r\n"), rest.size());
    return rest.substr(0, end).find('\n') == absl::string_view::npos ? 0 : end;
  }
};

// The bytes an escape takes where it is written.
std::size_t EscapeLength(absl::string_view written) {
  if (written.size() < 2) return written.size();
  switch (written[1]) {
    case 'x':
      return 4;
    case 'u':
      return 6;
    case 'U':
      return 10;
    default:
      return 2;
  }
}

std::size_t CharacterLength(absl::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) {
    ++length;
  }
  return length;
}

}  // namespace

Mark PositionInScalar(absl::string_view written, Mark mark, ScalarStyle style,
                      absl::string_view text, std::size_t offset) {
  Cursor cursor{written, mark};
  offset = std::min(offset, text.size());
  std::size_t done = 0;
  const auto skip_space_of_text = [&] {
    while (done < offset && absl::ascii_isspace(static_cast<unsigned char>(text[done]))) ++done;
  };
  if (style == ScalarStyle::kLiteral || style == ScalarStyle::kFolded) {
    cursor.Skip(std::min(cursor.rest.find_first_not_of(" \t\r\n"), cursor.rest.size()));
    skip_space_of_text();
  }
  while (done < offset && !cursor.rest.empty()) {
    if (const std::size_t length = cursor.BreakLength(); length > 0) {
      // A break with its indentation became one space or some breaks; both sides go on at the
      // next visible character.
      cursor.Skip(length);
      skip_space_of_text();
    } else if (style == ScalarStyle::kDoubleQuoted && cursor.rest[0] == '\\') {
      if (cursor.rest.substr(1, 1) == "\n" || cursor.rest.substr(1, 2) == "\r\n") {
        cursor.Skip(1);
        cursor.Skip(cursor.BreakLength());
      } else {
        cursor.Skip(EscapeLength(cursor.rest));
        done += CharacterLength(text.substr(done));
      }
    } else {
      const bool doubled = style == ScalarStyle::kSingleQuoted && cursor.rest.substr(0, 2) == "''";
      cursor.Skip(doubled ? 2 : 1);
      ++done;
    }
  }
  return cursor.mark;
}

}  // namespace usher::yaml
