#include "store/embedded_redis.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include <hiredis/hiredis.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/time.h>
#include <unistd.h>

#include "store/broken_pipe.h"
#include "store/redis_reply.h"

namespace usher::store {
namespace {

// How often something is looked at that does not tell by itself.
constexpr absl::Duration kGlance = absl::Milliseconds(5);

bool Readable(int fd, absl::Duration timeout) {
  pollfd waited = {.fd = fd, .events = POLLIN, .revents = 0};
  return poll(&waited, 1, static_cast<int>(absl::ToInt64Milliseconds(timeout))) > 0;
}

}  // namespace

absl::StatusOr<std::unique_ptr<EmbeddedRedis>> EmbeddedRedis::Start(EmbeddedRedisConfig config,
                                                                    Log log) {
  absl::StatusOr<std::string> server = FindExecutable(config.server);
  if (!server.ok()) return server.status();
  absl::StatusOr<DataDir> dir = DataDir::Claim(config.data_dir);
  if (!dir.ok()) return dir.status();
  std::unique_ptr<EmbeddedRedis> redis(
      new EmbeddedRedis(std::move(config), *std::move(dir), *std::move(server), std::move(log)));
  absl::Status status = redis->AwaitStart();
  if (!status.ok()) return status;
  return redis;
}

EmbeddedRedis::EmbeddedRedis(EmbeddedRedisConfig config, DataDir dir, std::string server, Log log)
    : config_(std::move(config)),
      dir_(std::move(dir)),
      server_(std::move(server)),
      log_(std::move(log)),
      stop_fd_(eventfd(0, EFD_CLOEXEC)),
      supervisor_([this] { Supervise(); }) {}

EmbeddedRedis::~EmbeddedRedis() {
  Stop();
  close(stop_fd_);
}

std::string EmbeddedRedis::url() const { return absl::StrCat("unix://", dir_.socket_path()); }

void EmbeddedRedis::Stop() {
  eventfd_write(stop_fd_, 1);
  if (supervisor_.joinable()) supervisor_.join();
}

bool EmbeddedRedis::StopRequested(absl::Duration timeout) { return Readable(stop_fd_, timeout); }

void EmbeddedRedis::Supervise() {
  BlockBrokenPipeSignal();
  absl::Duration pause = config_.restart_min;
  bool first = true;
  while (true) {
    const absl::Time begun = absl::Now();
    absl::StatusOr<ChildProcess> child = Spawn(begun + config_.start_timeout);
    if (child.ok()) pid_ = child->pid();
    if (first) {
      absl::Status status = child.status();
      if (status.ok()) status = AwaitFirstAnswer(*child, begun + config_.start_timeout);
      ReportStarted(status);
      if (!status.ok()) return;
      first = false;
    }
    if (child.ok()) {
      if (!AwaitDeath(*child)) {
        child->Terminate(config_.stop_timeout);
        pid_ = 0;
        return;
      }
      pid_ = 0;
      log_(absl::StrCat(server_, " ", child->ending(), "; it is started again. See ",
                        dir_.log_path()));
    } else {
      log_(child.status().message());
    }
    if (absl::Now() - begun > config_.restart_max * 10) pause = config_.restart_min;
    if (StopRequested(pause)) return;
    pause = std::min(pause * 2, config_.restart_max);
  }
}

// The lock is what an earlier instance still holds while it writes its data.
absl::StatusOr<ChildProcess> EmbeddedRedis::Spawn(absl::Time deadline) {
  while (true) {
    absl::StatusOr<FileLock> lock = dir_.LockForRedis();
    if (lock.ok()) return ChildProcess::Start(Arguments(), dir_.log_path(), lock->fd());
    if (!absl::IsUnavailable(lock.status())) return lock.status();
    if (absl::Now() >= deadline) {
      return absl::UnavailableError(
          absl::StrCat("an earlier redis-server still uses ", dir_.path()));
    }
    if (StopRequested(kGlance)) return absl::CancelledError("stopped");
  }
}

std::vector<std::string> EmbeddedRedis::Arguments() const {
  std::vector<std::string> arguments = {
      server_, "--port", "0", "--unixsocket", dir_.socket_path(), "--unixsocketperm", "700",
      "--dir", dir_.path(), "--daemonize", "no", "--save", "", "--appendonly", "yes",
      "--appendfsync", config_.appendfsync,
      // Rewriting the file costs a core for as long as it takes;
      // below this size, reading it at a start takes about 2 s.
      "--auto-aof-rewrite-min-size", "256mb",
      // Records hardly get smaller by it.
      "--rdbcompression", "no", "--maxmemory-policy", "noeviction"};
  if (config_.maxmemory_bytes > 0) {
    arguments.insert(arguments.end(), {"--maxmemory", absl::StrCat(config_.maxmemory_bytes)});
  }
  return arguments;
}

absl::Status EmbeddedRedis::AwaitFirstAnswer(ChildProcess& child, absl::Time deadline) {
  while (!Answers()) {
    if (child.AwaitExit(kGlance)) {
      pid_ = 0;
      return absl::UnavailableError(
          absl::StrCat(server_, " ", child.ending(), "; see ", dir_.log_path()));
    }
    if (absl::Now() >= deadline) {
      child.Terminate(config_.stop_timeout);
      pid_ = 0;
      return absl::UnavailableError(absl::StrCat(server_, " does not answer after ",
                                                 absl::FormatDuration(config_.start_timeout),
                                                 "; see ", dir_.log_path()));
    }
  }
  return absl::OkStatus();
}

bool EmbeddedRedis::Answers() const {
  const timeval patience = {.tv_sec = 1, .tv_usec = 0};
  redisContext* context = redisConnectUnixWithTimeout(dir_.socket_path().c_str(), patience);
  bool answers = false;
  if (context != nullptr && context->err == 0) {
    redisSetTimeout(context, patience);
    auto* reply = static_cast<redisReply*>(redisCommand(context, "PING"));
    // While it reads its data, Redis answers with an error.
    answers = reply != nullptr && StatusOf(*reply).ok();
    if (reply != nullptr) freeReplyObject(reply);
  }
  if (context != nullptr) redisFree(context);
  return answers;
}

bool EmbeddedRedis::AwaitDeath(ChildProcess& child) {
  pollfd waited[] = {{.fd = stop_fd_, .events = POLLIN, .revents = 0},
                     {.fd = child.exit_fd(), .events = POLLIN, .revents = 0}};
  while (poll(waited, 2, -1) < 0) {
  }
  return waited[0].revents == 0 && child.AwaitExit(absl::ZeroDuration());
}

void EmbeddedRedis::ReportStarted(absl::Status status) {
  const std::lock_guard lock(mutex_);
  start_status_ = std::move(status);
  start_known_.notify_all();
}

absl::Status EmbeddedRedis::AwaitStart() {
  std::unique_lock lock(mutex_);
  start_known_.wait(lock, [this] { return start_status_.has_value(); });
  return *start_status_;
}

}  // namespace usher::store
