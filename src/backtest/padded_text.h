#pragma once

#include <istream>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace usher::backtest {

// A text with some readable bytes behind its end, so that it can be parsed where it lies. Copies
// share the bytes.
class PaddedText {
 public:
  // Maps the file, or unpacks it when its name ends in ".xz". NOT_FOUND when it cannot be opened,
  // DATA_LOSS when it cannot be read.
  static absl::StatusOr<PaddedText> Open(const std::string& path);
  // All that is left of a stream. DATA_LOSS when it cannot be read.
  static absl::StatusOr<PaddedText> Read(std::istream& stream);
  static PaddedText Copy(absl::string_view text);

  absl::string_view text() const { return {bytes_.get(), size_}; }

 private:
  PaddedText(std::shared_ptr<const char> bytes, std::size_t size)
      : bytes_(std::move(bytes)), size_(size) {}

  std::shared_ptr<const char> bytes_;
  std::size_t size_ = 0;
};

// How many bytes behind the text may be read, whatever they are.
inline constexpr std::size_t kPaddingBytes = 64;

}  // namespace usher::backtest
