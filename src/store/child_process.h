#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <sys/types.h>

namespace usher::store {

// Path of an executable: `name` itself when it has a slash, else what PATH has under that name.
// NOT_FOUND says where it was looked for.
absl::StatusOr<std::string> FindExecutable(const std::string& name);

// A child in a process group of its own, so that Ctrl-C does not reach it. It gets SIGTERM when the
// thread that started it ends, even by SIGKILL. Not thread-safe.
class ChildProcess {
 public:
  // `arguments` begins with the path of the executable. Output is appended to `log_path`; the child
  // keeps the descriptor `kept_fd`.
  static absl::StatusOr<ChildProcess> Start(const std::vector<std::string>& arguments,
                                            const std::string& log_path, int kept_fd);

  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  // Kills it if it still runs.
  ~ChildProcess();

  pid_t pid() const { return pid_; }
  // Becomes readable when the child ends.
  int exit_fd() const { return exit_fd_; }

  // Waits up to `timeout`; true when the child has ended.
  bool AwaitExit(absl::Duration timeout);
  // How it ended, in words.
  const std::string& ending() const { return ending_; }

  // Asks it to end, and kills it after `patience`.
  void Terminate(absl::Duration patience);

 private:
  ChildProcess(pid_t pid, int exit_fd) : pid_(pid), exit_fd_(exit_fd) {}

  pid_t pid_;
  int exit_fd_;
  bool ended_ = false;
  std::string ending_;
};

}  // namespace usher::store
