#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

#include "messages/store_port.h"
#include "store/commit_script.h"
#include "store/event_loop.h"
#include "store/redis_config.h"
#include "store/redis_connection.h"
#include "store/scripts.h"
#include "store/store_gate.h"

namespace usher::store {

// Group commit: while batches are under way, the next one gathers. Of each customer one commit at
// most is under way; further ones wait for it, in their order. Lives on the loop's thread, but for
// Add().
class CommitBatcher {
 public:
  // All outlive this.
  CommitBatcher(EventLoop* loop, RedisConnection* connection, const RedisConfig& config,
                StoreGate* gate);

  // Queues a commit that has entered the gate and leaves it before its callback is called, exactly
  // once, if Flush() is called after it. From any thread; wakes the loop.
  void Add(PendingCommit commit);
  // Sends what may be sent; without a connection, everything queued fails.
  void Flush();

 private:
  using Batch = std::vector<PendingCommit>;
  using Results = std::vector<absl::StatusOr<messages::CommitReply>>;

  // Takes over what was added; false when there was nothing.
  bool TakeAdded();
  Batch TakeBatch();
  void SendBatch(Script script, Batch batch);
  void OnReply(Script script, Batch batch, const absl::StatusOr<const redisReply*>& reply);
  // Takes those out of the batch that must be written even when the memory of Redis is full.
  static Batch TakeUrgent(Batch* batch);
  void Finish(Batch batch, Results results);
  void Release(std::uint64_t customer);

  EventLoop* const loop_;
  RedisConnection* const connection_;
  const RedisConfig& config_;
  StoreGate* const gate_;
  std::mutex mutex_;
  std::vector<PendingCommit> added_;  // guarded by mutex_
  // As many batches are under way as may be, so that the end of one has a look at what was added;
  // guarded by mutex_.
  bool saturated_ = false;
  std::vector<PendingCommit> taken_;  // of what was added, just now; keeps its memory
  // Commits of different customers.
  std::deque<PendingCommit> ready_;
  // Customers, by hash, that have a commit in ready_ or under way, with those that wait behind it.
  // Two with the same hash wait for one another, which is harmless.
  absl::flat_hash_map<std::uint64_t, std::vector<PendingCommit>> waiting_;
  int under_way_ = 0;
  bool flushing_ = false;
};

}  // namespace usher::store
