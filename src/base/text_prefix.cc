#include "base/text_prefix.h"

namespace usher::base {

absl::string_view TextPrefix(absl::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  // What follows must begin a character.
  std::size_t size = bytes_max;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

}  // namespace usher::base
