#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

#include "absl/strings/string_view.h"

namespace usher::cel {

// Memory for what an expression creates, freed all at once. The first few hundred bytes need no
// heap. Pointers stay valid until the arena dies; it neither copies nor moves. One thread at a
// time.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() = default;

  // Uninitialised memory, aligned for any value of this module.
  void* Allocate(std::size_t bytes);

  // Uninitialised room for `count` elements that need no destructor.
  template <class T>
  T* AllocateArray(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    static_assert(alignof(T) <= kAlignment);
    return static_cast<T*>(Allocate(count * sizeof(T)));
  }

  // A copy of `text`, then of `tail`, that lives as long as the arena.
  absl::string_view Copy(absl::string_view text, absl::string_view tail = {});

 private:
  static constexpr std::size_t kAlignment = 8;
  static constexpr std::size_t kInlineBytes = 768;

  alignas(kAlignment) char inline_[kInlineBytes];
  char* next_ = inline_;
  std::size_t left_ = kInlineBytes;
  std::vector<std::unique_ptr<char[]>> blocks_;
};

}  // namespace usher::cel
