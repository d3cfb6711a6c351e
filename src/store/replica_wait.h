#pragma once

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"

#include "store/redis_config.h"
#include "store/redis_connection.h"

namespace usher::store {

// Calls `done` when the replicas have everything this connection wrote so far; at once when they
// need not. UNAVAILABLE when too few have it in time: then nothing is known of its fate.
void AwaitReplicas(RedisConnection* connection, const RedisConfig& config,
                   absl::AnyInvocable<void(absl::Status)> done);

}  // namespace usher::store
