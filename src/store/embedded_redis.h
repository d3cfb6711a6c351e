#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include <sys/types.h>

#include "store/child_process.h"
#include "store/data_dir.h"

namespace usher::store {

struct EmbeddedRedisConfig {
  // Holds the data, redis.log and normally the socket; made when missing.
  std::string data_dir;
  // A path, or a name to be found on PATH.
  std::string server = "redis-server";
  // When Redis flushes its log to disk: everysec, always or no.
  std::string appendfsync = "everysec";
  // What Redis may use; 0: no bound.
  std::int64_t maxmemory_bytes = 0;
  // Within this an earlier instance must have let go of the data, and the new one must answer.
  absl::Duration start_timeout = absl::Seconds(60);
  // Between SIGTERM and SIGKILL.
  absl::Duration stop_timeout = absl::Seconds(10);
  // Pauses before an instance that died is started again; each is twice the one before, until one
  // lives for ten times restart_max.
  absl::Duration restart_min = absl::Milliseconds(20);
  absl::Duration restart_max = absl::Seconds(2);
};

// A private redis-server, a child of this process, on a socket in its data directory. It is started
// again when it dies, and ends when this process ends in whatever way. No other gateway can use the
// data directory meanwhile.
class EmbeddedRedis {
 public:
  // Told in a sentence when the child died or cannot be started; called on the supervisor's thread.
  using Log = std::function<void(absl::string_view)>;

  // Starts it and waits until it answers. FAILED_PRECONDITION when another gateway uses the data
  // directory; UNAVAILABLE, with the reason, when it does not start.
  static absl::StatusOr<std::unique_ptr<EmbeddedRedis>> Start(EmbeddedRedisConfig config, Log log);

  // Stops it.
  ~EmbeddedRedis();
  EmbeddedRedis(const EmbeddedRedis&) = delete;
  EmbeddedRedis& operator=(const EmbeddedRedis&) = delete;

  // For RedisConfig.
  std::string url() const;
  // The process of the present child; 0 when there is none just now.
  pid_t pid() const { return pid_.load(); }
  // Lets Redis write its data and end. The store must be gone before, or its calls fail.
  void Stop();

 private:
  EmbeddedRedis(EmbeddedRedisConfig config, DataDir dir, std::string server, Log log);

  void Supervise();
  absl::Status AwaitFirstAnswer(ChildProcess& child, absl::Time deadline);
  absl::StatusOr<ChildProcess> Spawn(absl::Time deadline);
  std::vector<std::string> Arguments() const;
  bool Answers() const;
  // Waits up to `timeout`; true when Stop() was called.
  bool StopRequested(absl::Duration timeout);
  // Waits until the child ends; false when Stop() was called before.
  bool AwaitDeath(ChildProcess& child);
  void ReportStarted(absl::Status status);
  absl::Status AwaitStart();

  const EmbeddedRedisConfig config_;
  const DataDir dir_;
  const std::string server_;
  const Log log_;
  const int stop_fd_;  // readable once Stop() was called
  std::atomic<pid_t> pid_{0};
  std::mutex mutex_;
  std::condition_variable start_known_;
  // How the first start went, once that is known; guarded by mutex_.
  std::optional<absl::Status> start_status_;
  // The child is told to end when the thread that forked it does, so that thread stays.
  std::thread supervisor_;
};

}  // namespace usher::store
