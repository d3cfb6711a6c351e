#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <hiredis/hiredis.h>

#include "base/ids.h"
#include "messages/store_port.h"
#include "store/record_codec.h"
#include "store/redis_words.h"

namespace usher::store {

// A commit on its way to Redis.
struct PendingCommit {
  base::CustomerId customer;
  messages::ChainTag expected{};
  EncodedState state;
  // InfiniteFuture: not on the agenda; absent: there as it is.
  std::optional<absl::Time> due;
  std::vector<customer::StatDelta> stats;
  bool urgent = false;  // must be written even when memory is full
  messages::StoreCallback<messages::CommitReply> done;
  absl::Duration since;  // by EventLoop::Now()
};

// The call that commits `batch`, which holds no customer twice and at least one.
ScriptCall MakeCommitCall(int shards, const std::vector<PendingCommit>& batch);

// The script's answer for each of `batch`, in its order.
std::vector<absl::StatusOr<messages::CommitReply>> ReadCommitReply(
    const redisReply& reply, const std::vector<PendingCommit>& batch);

}  // namespace usher::store
