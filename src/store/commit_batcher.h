#pragma once

#include <deque>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

#include "messages/store_port.h"
#include "store/commit_script.h"
#include "store/redis_config.h"
#include "store/redis_connection.h"
#include "store/scripts.h"

namespace usher::store {

// Group commit: while batches are under way, the next one gathers. Of each customer one commit at
// most is under way; further ones wait for it, in their order. Lives on the loop's thread.
class CommitBatcher {
 public:
  // Both outlive this.
  CommitBatcher(RedisConnection* connection, const RedisConfig& config);

  // Queues a commit. Its callback is called exactly once, if Flush() is called after it.
  void Add(PendingCommit commit);
  // Sends what may be sent; without a connection, everything queued fails.
  void Flush();

 private:
  using Batch = std::vector<PendingCommit>;
  using Results = std::vector<absl::StatusOr<messages::CommitReply>>;

  Batch TakeBatch();
  void SendBatch(Script script, Batch batch);
  void OnReply(Script script, Batch batch, absl::StatusOr<const redisReply*> reply);
  // Takes those out of the batch that must be written even when the memory of Redis is full.
  static Batch TakeUrgent(Batch* batch);
  void Finish(Batch batch, Results results);
  void Release(const std::string& customer);

  RedisConnection* const connection_;
  const RedisConfig& config_;
  // Commits of different customers.
  std::deque<PendingCommit> ready_;
  // Customers that have a commit in ready_ or under way, with those that wait behind it.
  absl::flat_hash_map<std::string, std::deque<PendingCommit>> waiting_;
  int under_way_ = 0;
  bool flushing_ = false;
};

}  // namespace usher::store
