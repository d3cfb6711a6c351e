#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <hiredis/hiredis.h>

#include "base/ids.h"
#include "messages/store_port.h"
#include "store/record_codec.h"

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

// What the commit script is called with, after the store's meta key and id.
struct CommitCall {
  std::vector<std::string> keys;
  std::vector<std::string> args;
};

// The call that commits `batch`, which holds no customer twice and at least one. The batch is
// brought into the order of its shards, and what the call needs is moved out of it; what is urgent
// stays whole, so that it can be called for again.
CommitCall MakeCommitCall(int shards, std::vector<PendingCommit>* batch);

// The script's answer for each of `batch`, in its order.
std::vector<absl::StatusOr<messages::CommitReply>> ReadCommitReply(
    const redisReply& reply, const std::vector<PendingCommit>& batch);

}  // namespace usher::store
