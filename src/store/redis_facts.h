#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include <hiredis/hiredis.h>

#include "messages/store_port.h"
#include "store/redis_config.h"
#include "store/scripts.h"

namespace usher::store {

// What stands in {usher}:meta; data of another schema are not touched.
inline constexpr char kSchema[] = "3";

// What a connection found out about its Redis.
struct RedisFacts {
  std::string store_id;
  int shards = 0;
  messages::Durability durability = messages::Durability::kMemory;
  int replicas = 0;  // which must have each commit; 0 unless kReplicated
  absl::Duration clock_offset;
  std::string run_id;      // of the server process
  double memory_used = 0;  // of what Redis may use, 0 when it has no bound
  std::array<std::string, kScriptCount> script_hashes;
};

// Each reads one answer into `facts`, or says why this Redis cannot be served from:
// FAILED_PRECONDITION when somebody has to step in, another code when it may pass.

// INFO: role, eviction policy, replicas, memory.
absl::Status ReadInfo(const RedisConfig& config, const redisReply& reply, RedisFacts* facts);
// CONFIG GET append*: the durability. It may be forbidden.
absl::Status ReadAppendConfig(const RedisConfig& config, const redisReply& reply,
                              RedisFacts* facts);
// The provision script; `known_id` is the store's id when this is not the first connection.
absl::Status ReadMeta(const RedisConfig& config, absl::string_view known_id,
                      const redisReply& reply, RedisFacts* facts);

// How far the clock of Redis is ahead, given what the local one showed half-way of TIME.
absl::StatusOr<absl::Duration> ReadClockOffset(const redisReply& reply, absl::Time half_way);
// The part of the memory in use, from INFO; 0 when it has no bound.
double ReadMemoryUsed(const redisReply& reply);

// Why nothing is served from a Redis that was another one before.
absl::Status StoreReplaced();

}  // namespace usher::store
