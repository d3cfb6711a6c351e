#include "cel/arena.h"

#include <algorithm>

namespace usher::cel {
namespace {

constexpr std::size_t kBlockBytes = 4096;

}  // namespace

void* Arena::Allocate(std::size_t bytes) {
  const std::size_t rounded = (bytes + kAlignment - 1) / kAlignment * kAlignment;
  if (rounded > left_) {
    const std::size_t block = std::max(rounded, kBlockBytes);
    blocks_.emplace_back(new char[block]);
    next_ = blocks_.back().get();
    left_ = block;
  }
  char* result = next_;
  next_ += rounded;
  left_ -= rounded;
  return result;
}

absl::string_view Arena::Copy(absl::string_view text, absl::string_view tail) {
  const std::size_t size = text.size() + tail.size();
  if (size == 0) return {};
  char* copy = AllocateArray<char>(size);
  std::copy(text.begin(), text.end(), copy);
  std::copy(tail.begin(), tail.end(), copy + text.size());
  return {copy, size};
}

}  // namespace usher::cel
