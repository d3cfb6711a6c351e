#include "tests/support/gateway_process.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"

namespace usher::support {
namespace {

constexpr auto kPatience = std::chrono::seconds(30);
constexpr absl::Duration kGlance = absl::Milliseconds(2);

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::abort();
}

struct Child {
  pid_t pid = 0;
  int exit_fd = -1;
  int stderr_fd = -1;
};

Child Spawn(const std::vector<std::string>& arguments) {
  std::vector<char*> pointers = {const_cast<char*>(USHERD_PATH)};
  for (const std::string& argument : arguments) {
    pointers.push_back(const_cast<char*>(argument.c_str()));
  }
  pointers.push_back(nullptr);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) Fail("pipe2 failed");
  const pid_t pid = fork();
  if (pid == 0) {
    // A test that dies takes its gateways along.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(ends[1], STDERR_FILENO);
    execv(pointers[0], pointers.data());
    _exit(127);
  }
  close(ends[1]);
  if (pid < 0) Fail("fork failed");
  const int exit_fd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (exit_fd < 0) Fail("pidfd_open failed");
  return {pid, exit_fd, ends[0]};
}

bool AwaitReadable(int descriptor, absl::Duration patience) {
  pollfd waited = {.fd = descriptor, .events = POLLIN, .revents = 0};
  return poll(&waited, 1, static_cast<int>(absl::ToInt64Milliseconds(patience))) > 0;
}

int WaitStatus(pid_t pid) {
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string CommandOf(const std::string& pid) {
  std::string name;
  std::getline(std::ifstream("/proc/" + pid + "/comm"), name);
  return name;
}

// The address in the log line that says the gateway serves; "" before there is one.
std::string ServingAddress(const std::string& log) {
  const std::size_t at = log.find("\"event\":\"serving\"");
  if (at == std::string::npos) return "";
  const std::size_t begin = log.rfind('\n', at) + 1;
  const std::size_t end = log.find('\n', at);
  if (end == std::string::npos) return "";
  const auto line = base::ParseJson(log.substr(begin, end - begin));
  if (!line.ok() || line->Find("address") == nullptr) Fail("no address in " + log);
  return *line->Find("address")->as_string();
}

}  // namespace

ProcessEnd RunUsherd(const std::vector<std::string>& arguments) {
  const Child child = Spawn(arguments);
  ProcessEnd end;
  char buffer[4096];
  while (AwaitReadable(child.stderr_fd, absl::FromChrono(kPatience))) {
    const ssize_t count = read(child.stderr_fd, buffer, sizeof buffer);
    if (count <= 0) break;
    end.stderr_text.append(buffer, static_cast<std::size_t>(count));
  }
  if (!AwaitReadable(child.exit_fd, absl::FromChrono(kPatience))) kill(child.pid, SIGKILL);
  end.status = WaitStatus(child.pid);
  close(child.stderr_fd);
  close(child.exit_fd);
  return end;
}

GatewayProcess::GatewayProcess(std::string data_dir, std::vector<std::string> flags)
    : data_dir_(std::move(data_dir)), flags_(std::move(flags)) {
  Start();
}

GatewayProcess::~GatewayProcess() { Kill9(); }

void GatewayProcess::Start() {
  std::vector<std::string> arguments = {"--data-dir", data_dir_};
  if (std::find(flags_.begin(), flags_.end(), "--listen") == flags_.end()) {
    arguments.insert(arguments.end(), {"--listen", "unix:" + data_dir_ + "/usherd.sock"});
  }
  arguments.insert(arguments.end(), flags_.begin(), flags_.end());
  const Child child = Spawn(arguments);
  pid_ = child.pid;
  exit_fd_ = child.exit_fd;
  stderr_.clear();
  closed_ = false;
  reader_ = std::thread([this, descriptor = child.stderr_fd] { ReadStderr(descriptor); });
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait_for(lock, kPatience,
                    [this] { return closed_ || !ServingAddress(stderr_).empty(); });
  address_ = ServingAddress(stderr_);
  if (address_.empty()) Fail("usherd does not serve:\n" + stderr_);
}

void GatewayProcess::ReadStderr(int descriptor) {
  char buffer[4096];
  for (;;) {
    const ssize_t count = read(descriptor, buffer, sizeof buffer);
    const std::lock_guard<std::mutex> lock(mutex_);
    closed_ = count <= 0;
    if (!closed_) stderr_.append(buffer, static_cast<std::size_t>(count));
    changed_.notify_all();
    if (closed_) break;
  }
  close(descriptor);
}

pid_t GatewayProcess::redis_pid() const {
  std::error_code ignored;
  const std::string tasks = absl::StrCat("/proc/", pid_, "/task");
  for (const auto& task : std::filesystem::directory_iterator(tasks, ignored)) {
    std::ifstream children(task.path() / "children");
    for (std::string child; children >> child;) {
      if (CommandOf(child) == "redis-server") return std::stoi(child);
    }
  }
  return 0;
}

pid_t GatewayProcess::AwaitOtherRedis(pid_t old_pid) const {
  const absl::Time deadline = absl::Now() + absl::FromChrono(kPatience);
  while (absl::Now() < deadline) {
    const pid_t now = redis_pid();
    if (now != 0 && now != old_pid) return now;
    absl::SleepFor(kGlance);
  }
  Fail("usherd does not start its Redis again:\n" + stderr_text());
}

void GatewayProcess::Kill9() {
  if (exit_fd_ < 0) return;
  kill(pid_, SIGKILL);
  Reap(absl::FromChrono(kPatience));
}

int GatewayProcess::Terminate() {
  kill(pid_, SIGTERM);
  return Reap(absl::Minutes(1));
}

void GatewayProcess::SendSignal(int signal) const { kill(pid_, signal); }

int GatewayProcess::Reap(absl::Duration patience) {
  if (!AwaitReadable(exit_fd_, patience)) kill(pid_, SIGKILL);
  const int status = WaitStatus(pid_);
  close(exit_fd_);
  exit_fd_ = -1;
  reader_.join();
  return status;
}

void GatewayProcess::Restart() { Start(); }

std::string GatewayProcess::stderr_text() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return stderr_;
}

bool GatewayProcess::AwaitStderr(absl::string_view text) const {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_for(lock, kPatience, [&] { return absl::StrContains(stderr_, text); });
}

}  // namespace usher::support
