#pragma once

#include <cstdint>
#include <fstream>
#include <istream>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "cli/console.h"

namespace usher::cli {

// A file to read, or standard input, which stays the console's.
class InputFile {
 public:
  // "-" is standard input. NOT_FOUND names the path.
  static absl::StatusOr<InputFile> Open(const std::string& path, const Console& console);

  std::istream& stream() { return file_ ? *file_ : *console_in_; }
  // 0 when it cannot be known, as for a pipe.
  std::uint64_t bytes_total() const { return bytes_total_; }

 private:
  std::unique_ptr<std::ifstream> file_;
  std::istream* console_in_ = nullptr;
  std::uint64_t bytes_total_ = 0;
};

// All of `path`, or of standard input for "-".
absl::StatusOr<std::string> ReadWhole(const std::string& path, const Console& console);

}  // namespace usher::cli
