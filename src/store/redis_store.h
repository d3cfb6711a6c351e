#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "messages/store_port.h"
#include "store/commit_batcher.h"
#include "store/event_loop.h"
#include "store/load_batcher.h"
#include "store/redis_address.h"
#include "store/redis_config.h"
#include "store/redis_connection.h"
#include "store/store_gate.h"

namespace usher::store {

// The store in one Redis. It connects by itself again when the connection is lost, and then serves
// only from the store it has served from before. Callbacks run on the thread of its loop, or on the
// caller's when a call is refused; they must not stop the store, nor destroy one that is not
// stopped.
//
// Besides UNAVAILABLE, calls fail with FAILED_PRECONDITION while this Redis must not be served from
// (the store was replaced, the login was changed), with RESOURCE_EXHAUSTED when the memory of Redis
// is full or too many calls wait, and with DATA_LOSS when a record is damaged.
class RedisStore : public messages::StorePort {
 public:
  // Connects, and makes a store in an empty database. INVALID_ARGUMENT for a wrong configuration,
  // FAILED_PRECONDITION when this Redis must not be served from, UNAVAILABLE when it could not be
  // reached within connect_timeout.
  static absl::StatusOr<std::unique_ptr<RedisStore>> Open(const RedisConfig& config);
  RedisStore(const RedisStore&) = delete;
  RedisStore& operator=(const RedisStore&) = delete;

  // Stops, if that was not done.
  ~RedisStore() override;

  // Calls under way fail with UNAVAILABLE before this returns, and so do all calls from now on.
  // Other threads make none meanwhile.
  void Stop();

  void Load(const base::CustomerId& customer,
            messages::StoreCallback<messages::StoredRecord> done) override;
  void Commit(messages::CommitRequest request,
              messages::StoreCallback<messages::CommitReply> done) override;
  void ReadTags(const std::vector<base::CustomerId>& customers,
                messages::StoreCallback<std::vector<messages::ChainTag>> done) override;
  int shards() const override { return shards_.load(std::memory_order_relaxed); }
  void ClaimDue(int shard, absl::Time now, absl::Time lease_until, int limit,
                messages::StoreCallback<messages::Claim> done) override;
  void ReadDocuments(messages::StoreCallback<messages::Documents> done) override;
  void ReadRevision(messages::StoreCallback<std::int64_t> done) override;
  void WriteDocuments(std::int64_t expected,
                      std::map<std::string, std::optional<std::string>> changes,
                      messages::StoreCallback<std::int64_t> done) override;
  void ReadStats(const std::string& journey,
                 messages::StoreCallback<std::map<std::string, std::int64_t>> done) override;
  void ReadMark(const std::string& name, messages::StoreCallback<std::string> done) override;
  void WriteMark(const std::string& name, const std::string& value,
                 messages::StoreCallback<bool> done) override;
  void ReplaceMark(const std::string& name, const std::string& expected, const std::string& value,
                   messages::StoreCallback<bool> done) override;
  void ReadCustomers(const std::string& position, int count,
                     messages::StoreCallback<messages::CustomerPage> done) override;
  messages::Durability durability() const override {
    return durability_.load(std::memory_order_relaxed);
  }
  bool available() const override { return gate_.is_open(); }

  // How far the clock of Redis was ahead of this machine's when last looked at.
  absl::Duration ClockOffset() const {
    return absl::Microseconds(clock_offset_us_.load(std::memory_order_relaxed));
  }
  // The part of its maxmemory Redis used when last looked at; 0 when it has no bound.
  double MemoryUsed() const { return memory_used_.load(std::memory_order_relaxed); }

 private:
  RedisStore(const RedisConfig& config, RedisAddress address);

  // Has the loop's thread call `action` with a callback that leaves the gate before it calls
  // `done`; or calls `done` at once when the gate is closed.
  template <class T, class Action>
  void Enter(messages::StoreCallback<T> done, Action action);

  void OnServing(const RedisFacts& facts);
  void Probe();

  const RedisConfig config_;
  StoreGate gate_;
  std::atomic<int> shards_{0};
  std::atomic<messages::Durability> durability_{messages::Durability::kMemory};
  std::atomic<std::int64_t> clock_offset_us_{0};
  std::atomic<double> memory_used_{0};

  EventLoop loop_;
  // Of the loop's thread.
  std::unique_ptr<RedisConnection> connection_;
  std::unique_ptr<LoopTimer> probe_timer_;
  CommitBatcher commits_;
  LoadBatcher loads_;
};

}  // namespace usher::store
