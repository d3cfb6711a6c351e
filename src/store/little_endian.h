#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace usher::store {

// Writes the lowest `bytes` bytes of `number`, the lowest first; gives what follows them.
inline char* PutLittleEndian(std::uint64_t number, std::size_t bytes, char* out) {
  for (std::size_t i = 0; i < bytes; ++i) *out++ = static_cast<char>(number >> (8 * i));
  return out;
}

// The inverse, which takes them off the front of `in`; there must be as many.
inline std::uint64_t TakeLittleEndian(std::size_t bytes, absl::string_view* in) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    number |= std::uint64_t{static_cast<std::uint8_t>((*in)[i])} << (8 * i);
  }
  in->remove_prefix(bytes);
  return number;
}

}  // namespace usher::store
