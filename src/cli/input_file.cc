#include "cli/input_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace usher::cli {

absl::StatusOr<InputFile> InputFile::Open(const std::string& path, const Console& console) {
  InputFile input;
  if (path == "-") {
    input.console_in_ = console.in;
    return input;
  }
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": is a directory; name a file"));
  }
  input.file_ = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!input.file_->is_open()) {
    return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
  }
  if (std::filesystem::is_regular_file(path, error)) {
    input.bytes_total_ = std::filesystem::file_size(path, error);
    if (error) input.bytes_total_ = 0;
  }
  return input;
}

absl::StatusOr<std::string> ReadWhole(const std::string& path, const Console& console) {
  auto input = InputFile::Open(path, console);
  if (!input.ok()) return input.status();
  std::ostringstream text;
  // Copying nothing marks the output stream as failed, so an empty input must not be copied.
  if (input->stream().peek() != std::istream::traits_type::eof()) text << input->stream().rdbuf();
  if (input->stream().bad()) return absl::UnavailableError(absl::StrCat(path, ": cannot be read"));
  return text.str();
}

}  // namespace usher::cli
