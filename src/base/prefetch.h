#pragma once

#include <cstddef>

namespace usher::base {

// Has the processor fetch `bytes` of memory from `begin` on into its caches, without waiting. What
// was not touched for long is then fetched all at once, not line by line as it is come upon. Any
// address may be given, also one of memory that is gone.
inline void Prefetch(const void* begin, std::size_t bytes) {
  constexpr std::size_t kLine = 64;
  const auto* const first = static_cast<const char*>(begin);
  for (std::size_t at = 0; at < bytes; at += kLine) __builtin_prefetch(first + at);
}

// Memory that will be wanted.
struct Memory {
  const void* begin = nullptr;
  std::size_t bytes = 0;
};
inline void Prefetch(const Memory& memory) { Prefetch(memory.begin, memory.bytes); }

}  // namespace usher::base
