#pragma once

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace usher::store {

// A lock on a file that holds as long as this object, and as long as a child process that was
// given the descriptor.
class FileLock {
 public:
  // UNAVAILABLE when somebody else has it; other errors name the file.
  static absl::StatusOr<FileLock> TryLock(const std::string& path);

  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

  int fd() const { return fd_; }
  // Writes a text into the file for whoever does not get the lock.
  void SetOwner(absl::string_view text);

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

// A directory for one gateway and its Redis; nobody else can use it while this object lives.
class DataDir {
 public:
  // Makes the directory when it is missing. FAILED_PRECONDITION when another gateway uses it.
  static absl::StatusOr<DataDir> Claim(const std::string& path);

  const std::string& path() const { return path_; }
  // Where Redis listens: in the directory, or in a private one below /tmp when that path is longer
  // than a socket's may be.
  const std::string& socket_path() const { return socket_path_; }
  std::string log_path() const { return path_ + "/redis.log"; }

  // The lock a Redis holds while it uses the data, which its child may do longer than the
  // gateway that started it. UNAVAILABLE when one still does.
  absl::StatusOr<FileLock> LockForRedis() const;

 private:
  DataDir(std::string path, std::string socket_path, FileLock lock)
      : path_(std::move(path)), socket_path_(std::move(socket_path)), lock_(std::move(lock)) {}

  std::string path_;
  std::string socket_path_;
  FileLock lock_;
};

}  // namespace usher::store
