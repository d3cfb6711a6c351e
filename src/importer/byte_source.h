#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace usher::importer {

// A file's bytes from beginning to end, a piece at a time. For one thread.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // The next bytes, valid until the next call; empty at the end of the file. DATA_LOSS when the
  // file cannot be read or is damaged.
  virtual absl::StatusOr<absl::string_view> Next() = 0;
};

// Opens the file `path`, unpacking it when its name ends in ".xz". NOT_FOUND when it cannot be
// opened.
absl::StatusOr<std::unique_ptr<ByteSource>> OpenFile(const std::string& path);

}  // namespace usher::importer
