#include "provider/secret_file.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace usher::provider {
namespace {

constexpr off_t kBytesMax = 64 * 1024;

bool SameFile(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size &&
         a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SecretFile>> SecretFile::Open(const std::string& path) {
  if (path.empty()) return absl::InvalidArgumentError("expected the path of a file");
  std::unique_ptr<SecretFile> file(new SecretFile(path));
  absl::Status status = file->Read();
  if (!status.ok()) return status;
  return file;
}

std::vector<std::string> SecretFile::Get() {
  const std::lock_guard<std::mutex> lock(mutex_);
  struct stat now {};
  if (stat(path_.c_str(), &now) == 0 && !SameFile(now, seen_)) Read().IgnoreError();
  return secrets_;
}

absl::Status SecretFile::Read() {
  struct stat now {};
  std::ifstream file(path_);
  if (!file || stat(path_.c_str(), &now) != 0 || !S_ISREG(now.st_mode)) {
    return absl::NotFoundError(absl::StrCat(path_, ": cannot be read"));
  }
  if (now.st_size > kBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat(path_, ": has ", now.st_size, " bytes; at most ", kBytesMax, " are read"));
  }
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::vector<std::string> secrets;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (!line.empty()) secrets.emplace_back(line);
  }
  if (secrets.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path_, ": is empty; expected a secret on its first line"));
  }
  seen_ = now;
  secrets_ = std::move(secrets);
  return absl::OkStatus();
}

}  // namespace usher::provider
