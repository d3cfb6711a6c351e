#include "store/child_process.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace usher::store {
namespace {

constexpr int kNotStarted = 127;

absl::Status Failed(const char* what) {
  return absl::InternalError(absl::StrCat(what, ": ", std::strerror(errno)));
}

// Runs between fork and exec, where only async-signal-safe calls are allowed.
[[noreturn]] void BecomeChild(const char* path, char* const* arguments, int log_fd, int kept_fd,
                              pid_t parent) {
  // Signals the gateway waits for would otherwise stay blocked for ever.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  // The parent may have died before that was asked for.
  if (getppid() != parent) _exit(kNotStarted);
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(log_fd, STDOUT_FILENO);
  dup2(log_fd, STDERR_FILENO);
  fcntl(kept_fd, F_SETFD, 0);
  execv(path, arguments);
  _exit(kNotStarted);
}

std::string Describe(int status) {
  if (WIFSIGNALED(status)) {
    return absl::StrCat("was killed by signal ", WTERMSIG(status), " (",
                        strsignal(WTERMSIG(status)), ")");
  }
  return absl::StrCat("ended with status ", WEXITSTATUS(status));
}

}  // namespace

absl::StatusOr<std::string> FindExecutable(const std::string& name) {
  const auto executable = [](const std::string& path) { return access(path.c_str(), X_OK) == 0; };
  if (name.find('/') != std::string::npos) {
    if (executable(name)) return name;
    return absl::NotFoundError(absl::StrCat(name, " is not an executable"));
  }
  const char* path = std::getenv("PATH");
  for (const absl::string_view dir : absl::StrSplit(path == nullptr ? "" : path, ':')) {
    std::string candidate = absl::StrCat(dir, "/", name);
    if (executable(candidate)) return candidate;
  }
  return absl::NotFoundError(absl::StrCat(name, " is not on PATH"));
}

absl::StatusOr<ChildProcess> ChildProcess::Start(const std::vector<std::string>& arguments,
                                                 const std::string& log_path, int kept_fd) {
  const int log_fd =
      open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (log_fd < 0) return Failed(log_path.c_str());
  std::vector<char*> pointers;
  for (const std::string& argument : arguments) {
    pointers.push_back(const_cast<char*>(argument.c_str()));
  }
  pointers.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) BecomeChild(pointers[0], pointers.data(), log_fd, kept_fd, parent);
  absl::Status failed = pid < 0 ? Failed("fork") : absl::OkStatus();
  close(log_fd);
  if (!failed.ok()) return failed;
  // The C library's own declaration cannot be used from C++.
  const int exit_fd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (exit_fd < 0) {
    absl::Status status = Failed("pidfd_open");
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
    return status;
  }
  return ChildProcess(pid, exit_fd);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(other.pid_),
      exit_fd_(std::exchange(other.exit_fd_, -1)),
      ended_(std::exchange(other.ended_, true)),
      ending_(std::move(other.ending_)) {}

ChildProcess::~ChildProcess() {
  if (!ended_) Terminate(absl::ZeroDuration());
  if (exit_fd_ >= 0) close(exit_fd_);
}

bool ChildProcess::AwaitExit(absl::Duration timeout) {
  if (ended_) return true;
  pollfd waited = {.fd = exit_fd_, .events = POLLIN, .revents = 0};
  const auto timeout_ms = std::min<std::int64_t>(absl::ToInt64Milliseconds(timeout), INT_MAX);
  if (poll(&waited, 1, static_cast<int>(timeout_ms)) <= 0) return false;
  int status = 0;
  ended_ = true;
  ending_ = waitpid(pid_, &status, 0) == pid_ ? Describe(status) : "ended";
  return true;
}

void ChildProcess::Terminate(absl::Duration patience) {
  if (ended_) return;
  kill(pid_, SIGTERM);
  if (AwaitExit(patience)) return;
  kill(pid_, SIGKILL);
  while (!AwaitExit(absl::Seconds(1))) {
  }
}

}  // namespace usher::store
