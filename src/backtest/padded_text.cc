#include "backtest/padded_text.h"

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "importer/byte_source.h"

namespace usher::backtest {
namespace {

// Closes when it goes out of scope.
class Descriptor {
 public:
  explicit Descriptor(const std::string& path)
      : number_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  const int number_;
};

absl::StatusOr<std::string> ReadAll(const std::string& path) {
  auto source = importer::OpenFile(path);
  if (!source.ok()) return source.status();
  std::string all;
  while (true) {
    const auto piece = (*source)->Next();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return all;
    absl::StrAppend(&all, *piece);
  }
}

absl::Status Errno(const std::string& path) {
  return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
}

}  // namespace

absl::StatusOr<PaddedText> PaddedText::Open(const std::string& path) {
  if (absl::EndsWith(path, ".xz")) {
    auto unpacked = ReadAll(path);
    if (!unpacked.ok()) return unpacked.status();
    return Copy(*unpacked);
  }
  const Descriptor file(path);
  struct stat about {};
  if (file.number() < 0 || fstat(file.number(), &about) != 0) return Errno(path);
  if (!S_ISREG(about.st_mode)) {
    // Pipes and devices have no size; they are read to their end.
    if (S_ISDIR(about.st_mode)) {
      return absl::NotFoundError(absl::StrCat(path, ": is a directory; name a file"));
    }
    auto whole = ReadAll(path);
    if (!whole.ok()) return whole.status();
    return Copy(*whole);
  }
  const auto size = static_cast<std::size_t>(about.st_size);
  if (size == 0) return Copy("");
  // The file lies on top of zeros that reach beyond its end.
  const std::size_t span = size + static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  void* ground = mmap(nullptr, span, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (ground == MAP_FAILED) return Errno(path);
  const std::shared_ptr<const char> bytes(static_cast<const char*>(ground),
                                          [ground, span](const char*) { munmap(ground, span); });
  void* mapped = mmap(ground, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, file.number(), 0);
  if (mapped == MAP_FAILED) return Errno(path);
  return PaddedText(bytes, size);
}

absl::StatusOr<PaddedText> PaddedText::Read(std::istream& stream) {
  constexpr std::size_t kPieceBytes = 64 * 1024;
  std::string all;
  std::vector<char> piece(kPieceBytes);
  while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
         stream.gcount() > 0) {
    all.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) return absl::DataLossError("cannot be read");
  return Copy(all);
}

PaddedText PaddedText::Copy(absl::string_view text) {
  std::shared_ptr<char> bytes(new char[text.size() + kPaddingBytes](),
                              std::default_delete<char[]>());
  if (!text.empty()) std::memcpy(bytes.get(), text.data(), text.size());
  return PaddedText(std::move(bytes), text.size());
}

}  // namespace usher::backtest
