#pragma once

#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

#include "store/embedded_redis.h"

namespace usher::support {

// A directory that is removed with everything in it.
class ScratchDir {
 public:
  ScratchDir();
  ScratchDir(const ScratchDir&) = delete;
  ScratchDir& operator=(const ScratchDir&) = delete;
  ~ScratchDir();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A redis-server of its own with an empty database. A failure to start it aborts the test.
class ScratchRedis {
 public:
  explicit ScratchRedis(store::EmbeddedRedisConfig config = {});

  std::string url() const { return redis_->url(); }
  pid_t pid() const { return redis_->pid(); }
  const std::string& data_dir() const { return dir_.path(); }
  // Runs a command on a connection of its own; numbers come as text, arrays joined by spaces,
  // errors as they are. "" when there is no answer.
  std::string Run(const std::vector<std::string>& command);

 private:
  ScratchDir dir_;
  std::unique_ptr<store::EmbeddedRedis> redis_;
};

// A redis-server that replicates another one, in step with it when made. It must not outlive
// `master`.
class ScratchReplica {
 public:
  explicit ScratchReplica(ScratchRedis& master);
  pid_t pid() const { return redis_.pid(); }

 private:
  ScratchRedis redis_;
};

}  // namespace usher::support
