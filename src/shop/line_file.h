#pragma once

#include <cstdio>
#include <string>

#include "absl/status/status.h"

namespace usher::shop {

// A text file, or standard output, written in large pieces. For one thread.
class LineFile {
 public:
  // An empty `path` is standard output.
  explicit LineFile(std::string path);
  ~LineFile();
  LineFile(const LineFile&) = delete;
  LineFile& operator=(const LineFile&) = delete;

  // Where to append lines; call Flush between them.
  std::string* buffer() { return &buffer_; }

  // Writes the buffer out once it is large. The error names the file.
  absl::Status Flush();
  // Writes out all there is and closes the file.
  absl::Status Close();

 private:
  absl::Status Write();
  absl::Status Failed(const char* what) const;

  std::string path_;
  std::FILE* file_;
  std::string buffer_;
};

}  // namespace usher::shop
