#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "messages/store_port.h"
#include "store/commit_script.h"
#include "store/redis_config.h"
#include "store/redis_connection.h"

namespace usher::limits {

// What is committed: each record in turn, over and over.
struct PumpConfig {
  int customers = 100'000;
  int record_bytes = 300;
};

// Keeps as many batches of commits under way as the store does, with nothing around them: no
// records, no codec, no queue. Lives on the thread of the connection's loop.
class CommitPump {
 public:
  // Called once, when no batch is under way any more.
  using Done = std::function<void(const absl::Status&)>;

  // `connection` outlives this and is serving; `batches_max` is how many are kept under way.
  CommitPump(store::RedisConnection* connection, const PumpConfig& config, int batches_max);

  // Commits, `batch` customers at a time, until Stop(), the first failure, or `commits_max` have
  // been acknowledged in all. May be called again when it is done.
  void Start(int batch, std::int64_t commits_max, Done done);
  void Stop() { stopping_ = true; }

  // Commits acknowledged so far.
  std::int64_t commits() const { return commits_; }

 private:
  bool Over() const { return stopping_ || !failure_.ok() || commits_ >= commits_max_; }
  void SendBatch();
  std::vector<store::PendingCommit> NextBatch();
  void OnReply(const std::vector<store::PendingCommit>& batch,
               const absl::StatusOr<const redisReply*>& reply);

  store::RedisConnection* const connection_;
  const PumpConfig config_;
  const int batches_max_;
  Done done_;
  int batch_ = 1;
  std::int64_t commits_max_ = 0;
  std::vector<messages::ChainTag> tags_;  // of each customer's record
  std::vector<int> turns_;                // customers in the order in which they are committed
  std::size_t next_ = 0;
  std::uint64_t operation_ = 0;
  std::int64_t commits_ = 0;
  int under_way_ = 0;
  bool stopping_ = false;
  absl::Status failure_;
};

}  // namespace usher::limits
