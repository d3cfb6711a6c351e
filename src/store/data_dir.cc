#include "store/data_dir.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/hash.h"

namespace usher::store {
namespace {

absl::Status Failed(absl::string_view what, const std::string& path, int error) {
  return absl::FailedPreconditionError(absl::StrCat(what, " ", path, ": ", std::strerror(error)));
}

// A directory below /tmp that only this user can reach.
absl::StatusOr<std::string> PrivateSocketDir(const std::string& data_dir) {
  std::string path = absl::StrCat("/tmp/usher-", getuid(), "-", absl::Hex(base::Hash64(data_dir)));
  if (mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return Failed("cannot make", path, errno);
  }
  struct stat info {};
  if (lstat(path.c_str(), &info) != 0) return Failed("cannot look at", path, errno);
  if (!S_ISDIR(info.st_mode) || info.st_uid != getuid() ||
      (info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(path, " is not a private directory of ours"));
  }
  return path;
}

absl::StatusOr<std::string> SocketPath(const std::string& data_dir) {
  constexpr char kName[] = "/redis.sock";
  if (data_dir.size() + sizeof kName <= sizeof(sockaddr_un::sun_path)) return data_dir + kName;
  absl::StatusOr<std::string> dir = PrivateSocketDir(data_dir);
  if (!dir.ok()) return dir.status();
  return *dir + kName;
}

std::string FirstLine(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

}  // namespace

absl::StatusOr<FileLock> FileLock::TryLock(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0) return Failed("cannot open", path, errno);
  FileLock lock(fd);
  if (flock(fd, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return Failed("cannot lock", path, errno);
  return absl::UnavailableError(absl::StrCat(path, " is locked"));
}

FileLock::~FileLock() {
  if (fd_ >= 0) close(fd_);
}

void FileLock::SetOwner(absl::string_view text) {
  // Only for people to read: nothing depends on whether it succeeds.
  if (ftruncate(fd_, 0) != 0 || pwrite(fd_, text.data(), text.size(), 0) < 0) return;
}

absl::StatusOr<DataDir> DataDir::Claim(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return Failed("cannot make the data directory", path, error.value());
  const std::string absolute = std::filesystem::canonical(path, error).string();
  if (error) return Failed("cannot find the data directory", path, error.value());

  const std::string lock_path = absolute + "/usher.lock";
  absl::StatusOr<FileLock> lock = FileLock::TryLock(lock_path);
  if (absl::IsUnavailable(lock.status())) {
    return absl::FailedPreconditionError(absl::StrCat("the data directory ", absolute,
                                                      " is used by another gateway (process ",
                                                      FirstLine(lock_path), ")"));
  }
  if (!lock.ok()) return lock.status();
  lock->SetOwner(absl::StrCat(getpid(), "\n"));

  absl::StatusOr<std::string> socket_path = SocketPath(absolute);
  if (!socket_path.ok()) return socket_path.status();
  return DataDir(absolute, *std::move(socket_path), *std::move(lock));
}

absl::StatusOr<FileLock> DataDir::LockForRedis() const {
  return FileLock::TryLock(path_ + "/redis.lock");
}

}  // namespace usher::store
