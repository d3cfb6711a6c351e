#pragma once

#include <deque>
#include <vector>

#include "absl/status/statusor.h"

#include "base/ids.h"
#include "messages/store_port.h"
#include "store/redis_config.h"
#include "store/redis_connection.h"

namespace usher::store {

// Loads records many at once: while batches are under way, the next one gathers. Lives on the
// loop's thread.
class LoadBatcher {
 public:
  struct PendingLoad {
    base::CustomerId customer;
    messages::StoreCallback<messages::StoredRecord> done;
  };

  // Both outlive this.
  LoadBatcher(RedisConnection* connection, const RedisConfig& config);

  // Queues a load. Its callback is called exactly once, if Flush() is called after it.
  void Add(PendingLoad load);
  // Sends what may be sent; without a connection, everything queued fails.
  void Flush();

 private:
  using Batch = std::vector<PendingLoad>;

  void SendBatch(Batch batch);
  static void Finish(Batch batch, const absl::StatusOr<const redisReply*>& reply);

  RedisConnection* const connection_;
  const RedisConfig& config_;
  std::deque<PendingLoad> ready_;
  int under_way_ = 0;
  bool flushing_ = false;
};

}  // namespace usher::store
