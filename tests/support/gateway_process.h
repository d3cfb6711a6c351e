#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include <sys/types.h>

namespace usher::support {

// How a process ended, with what it wrote to stderr.
struct ProcessEnd {
  int status = -1;  // exit status; -1 if a signal ended it
  std::string stderr_text;
};

// Runs usherd with these arguments until it ends by itself, or kills it after 30 s.
ProcessEnd RunUsherd(const std::vector<std::string>& arguments);

// The real usherd as a child. Its private Redis and its message log are in `data_dir`, unless flags
// say otherwise; it listens on DATA_DIR/usherd.sock by default. A gateway that does not come to
// serve aborts the test with what it wrote. Used by one thread, but for what says otherwise.
class GatewayProcess {
 public:
  // Starts it and waits until it serves.
  GatewayProcess(std::string data_dir, std::vector<std::string> flags);
  GatewayProcess(const GatewayProcess&) = delete;
  GatewayProcess& operator=(const GatewayProcess&) = delete;
  // Kills it if it still runs.
  ~GatewayProcess();

  const std::string& address() const { return address_; }
  pid_t pid() const { return pid_; }
  // The redis-server it started; 0 when there is none at this moment.
  pid_t redis_pid() const;
  // Waits until its private Redis is another process than `old_pid`.
  pid_t AwaitOtherRedis(pid_t old_pid) const;

  // SIGKILL, and waits until it is gone. Its private Redis then ends by itself.
  void Kill9();
  // SIGTERM; the exit status, or -1 if it had to be killed after a minute.
  int Terminate();
  void SendSignal(int signal) const;
  // Starts it again, with the same flags and data directory.
  void Restart();

  // Everything written to stderr since the start.
  std::string stderr_text() const;
  // Waits until stderr has `text`, for 30 s at most; whether it has. Looks from the start on.
  bool AwaitStderr(absl::string_view text) const;

 private:
  void Start();
  void ReadStderr(int descriptor);
  int Reap(absl::Duration patience);

  const std::string data_dir_;
  const std::vector<std::string> flags_;
  std::string address_;
  pid_t pid_ = 0;
  int exit_fd_ = -1;
  std::thread reader_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::string stderr_;  // guarded by mutex_
  bool closed_ = false;
};

}  // namespace usher::support
