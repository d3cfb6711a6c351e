#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include <sys/stat.h>

namespace usher::provider {

// Secrets in a file, one on each line; empty lines and white space around them do not count. The
// file is looked at whenever they are asked for and read again when it has changed, so secrets are
// exchanged by exchanging the file. Thread-safe. Contents never appear in errors.
class SecretFile {
 public:
  // NOT_FOUND or INVALID_ARGUMENT, naming the file, when it cannot be read, is larger than 64 KiB
  // or has no secret.
  static absl::StatusOr<std::unique_ptr<SecretFile>> Open(const std::string& path);

  // While a changed file is faulty, the secrets from before it changed.
  std::vector<std::string> Get();
  const std::string& path() const { return path_; }

 private:
  explicit SecretFile(std::string path) : path_(std::move(path)) {}
  absl::Status Read();

  const std::string path_;
  std::mutex mutex_;
  struct stat seen_ {};               // guarded by mutex_
  std::vector<std::string> secrets_;  // guarded by mutex_
};

}  // namespace usher::provider
