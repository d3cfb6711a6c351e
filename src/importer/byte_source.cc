#include "importer/byte_source.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include <lzma.h>

namespace usher::importer {
namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

class PlainSource final : public ByteSource {
 public:
  PlainSource(std::string path, File file) : path_(std::move(path)), file_(std::move(file)) {}

  absl::StatusOr<absl::string_view> Next() override {
    const std::size_t count = std::fread(piece_.data(), 1, piece_.size(), file_.get());
    if (std::ferror(file_.get()) != 0) {
      return absl::DataLossError(absl::StrCat(path_, ": cannot be read: ", std::strerror(errno)));
    }
    return absl::string_view(piece_.data(), count);
  }

 private:
  std::string path_;
  File file_;
  std::array<char, kPieceBytes> piece_{};
};

class XzSource final : public ByteSource {
 public:
  XzSource(std::string path, std::unique_ptr<ByteSource> packed)
      : path_(std::move(path)),
        packed_(std::move(packed)),
        state_(lzma_stream_decoder(&stream_, UINT64_MAX, LZMA_CONCATENATED)) {}
  ~XzSource() override { lzma_end(&stream_); }
  XzSource(const XzSource&) = delete;
  XzSource& operator=(const XzSource&) = delete;

  absl::StatusOr<absl::string_view> Next() override {
    stream_.next_out = piece_.data();
    stream_.avail_out = piece_.size();
    while (state_ == LZMA_OK && stream_.avail_out == piece_.size()) {
      if (stream_.avail_in == 0 && !ended_) {
        const absl::StatusOr<absl::string_view> packed = packed_->Next();
        if (!packed.ok()) return packed.status();
        stream_.next_in = reinterpret_cast<const std::uint8_t*>(packed->data());
        stream_.avail_in = packed->size();
        ended_ = packed->empty();
      }
      state_ = lzma_code(&stream_, ended_ ? LZMA_FINISH : LZMA_RUN);
    }
    if (state_ != LZMA_OK && state_ != LZMA_STREAM_END) {
      return absl::DataLossError(
          absl::StrCat(path_, ": not a whole xz file (lzma error ", static_cast<int>(state_), ")"));
    }
    return absl::string_view(reinterpret_cast<const char*>(piece_.data()),
                             piece_.size() - stream_.avail_out);
  }

 private:
  std::string path_;
  std::unique_ptr<ByteSource> packed_;
  lzma_stream stream_ = LZMA_STREAM_INIT;
  lzma_ret state_;
  bool ended_ = false;
  std::array<std::uint8_t, kPieceBytes> piece_{};
};

}  // namespace

absl::StatusOr<std::unique_ptr<ByteSource>> OpenFile(const std::string& path) {
  File file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) {
    return absl::NotFoundError(absl::StrCat(path, ": cannot be opened: ", std::strerror(errno)));
  }
  std::unique_ptr<ByteSource> plain = std::make_unique<PlainSource>(path, std::move(file));
  if (!absl::EndsWith(path, ".xz")) return plain;
  return std::unique_ptr<ByteSource>(std::make_unique<XzSource>(path, std::move(plain)));
}

}  // namespace usher::importer
