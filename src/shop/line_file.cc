#include "shop/line_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace usher::shop {
namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;

}  // namespace

LineFile::LineFile(std::string path)
    : path_(std::move(path)), file_(path_.empty() ? stdout : std::fopen(path_.c_str(), "wb")) {}

LineFile::~LineFile() {
  if (file_ != nullptr && file_ != stdout) std::fclose(file_);
}

absl::Status LineFile::Flush() {
  return buffer_.size() < kBufferBytes ? absl::OkStatus() : Write();
}

absl::Status LineFile::Close() {
  if (absl::Status written = Write(); !written.ok()) return written;
  std::FILE* file = std::exchange(file_, nullptr);
  const bool closed = file == stdout ? std::fflush(file) == 0 : std::fclose(file) == 0;
  return closed ? absl::OkStatus() : Failed("cannot be written");
}

absl::Status LineFile::Write() {
  if (file_ == nullptr) return Failed("cannot be opened for writing");
  const bool whole = std::fwrite(buffer_.data(), 1, buffer_.size(), file_) == buffer_.size();
  buffer_.clear();
  return whole ? absl::OkStatus() : Failed("cannot be written");
}

absl::Status LineFile::Failed(const char* what) const {
  return absl::UnavailableError(absl::StrCat(path_.empty() ? "standard output" : path_, ": ", what,
                                             ": ", std::strerror(errno)));
}

}  // namespace usher::shop
