#include "store/commit_batcher.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "absl/status/status.h"

#include "base/hash.h"
#include "messages/burst.h"
#include "store/replica_wait.h"

namespace usher::store {

CommitBatcher::CommitBatcher(EventLoop* loop, RedisConnection* connection,
                             const RedisConfig& config, StoreGate* gate)
    : loop_(loop), connection_(connection), config_(config), gate_(gate) {}

void CommitBatcher::Add(PendingCommit commit) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    wake = added_.empty() && !saturated_;
    added_.push_back(std::move(commit));
  }
  if (wake) loop_->Wake();
}

bool CommitBatcher::TakeAdded() {
  {
    const std::lock_guard lock(mutex_);
    saturated_ = under_way_ >= config_.batches_max;
    if (added_.empty()) return false;
    taken_.swap(added_);
  }
  for (PendingCommit& commit : taken_) {
    const auto [found, is_new] = waiting_.try_emplace(base::Hash64(commit.customer.key()));
    if (is_new) {
      ready_.push_back(std::move(commit));
    } else {
      found->second.push_back(std::move(commit));
    }
  }
  taken_.clear();
  return true;
}

void CommitBatcher::Flush() {
  // A batch that fails at once comes back here; the loop below goes on with the next one.
  if (flushing_) return;
  flushing_ = true;
  while (TakeAdded() || (!ready_.empty() && under_way_ < config_.batches_max)) {
    if (ready_.empty() || under_way_ >= config_.batches_max) continue;
    Batch batch = TakeBatch();
    if (!batch.empty()) SendBatch(Script::kCommit, std::move(batch));
  }
  flushing_ = false;
}

CommitBatcher::Batch CommitBatcher::TakeBatch() {
  Batch batch;
  Batch stale;
  const absl::Duration now = EventLoop::Now();
  while (!ready_.empty() && batch.size() < static_cast<std::size_t>(config_.batch_max)) {
    const bool in_time = now - ready_.front().since <= config_.call_timeout;
    (in_time ? batch : stale).push_back(std::move(ready_.front()));
    ready_.pop_front();
  }
  if (!stale.empty()) {
    const absl::Status late = absl::UnavailableError("the store is too slow; nothing was written");
    Results results(stale.size(), late);
    ++under_way_;
    Finish(std::move(stale), std::move(results));
  }
  return batch;
}

void CommitBatcher::SendBatch(Script script, Batch batch) {
  ++under_way_;
  const ScriptCall call = MakeCommitCall(connection_->facts().shards, batch);
  connection_->Run(script, call, [this, script, batch = std::move(batch)](auto reply) mutable {
    OnReply(script, std::move(batch), reply);
  });
}

void CommitBatcher::OnReply(Script script, Batch batch,
                            const absl::StatusOr<const redisReply*>& reply) {
  if (!reply.ok()) {
    if (script == Script::kCommit && absl::IsResourceExhausted(reply.status())) {
      Batch urgent = TakeUrgent(&batch);
      if (!urgent.empty()) SendBatch(Script::kCommitUrgent, std::move(urgent));
    }
    Results results(batch.size(), reply.status());
    Finish(std::move(batch), std::move(results));
    return;
  }
  Results results = ReadCommitReply(**reply, batch);
  AwaitReplicas(connection_, config_,
                [this, batch = std::move(batch),
                 results = std::move(results)](const absl::Status& replicated) mutable {
                  if (!replicated.ok()) results.assign(batch.size(), replicated);
                  Finish(std::move(batch), std::move(results));
                });
}

CommitBatcher::Batch CommitBatcher::TakeUrgent(Batch* batch) {
  const auto first_urgent = std::stable_partition(
      batch->begin(), batch->end(), [](const PendingCommit& commit) { return !commit.urgent; });
  Batch urgent(std::make_move_iterator(first_urgent), std::make_move_iterator(batch->end()));
  batch->erase(first_urgent, batch->end());
  return urgent;
}

void CommitBatcher::Finish(Batch batch, Results results) {
  --under_way_;
  for (const PendingCommit& commit : batch) Release(base::Hash64(commit.customer.key()));
  {
    const messages::Burst burst;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      gate_->Leave();
      batch[i].done(std::move(results[i]));
    }
  }
  Flush();
}

void CommitBatcher::Release(std::uint64_t customer) {
  const auto found = waiting_.find(customer);
  if (found->second.empty()) {
    waiting_.erase(found);
    return;
  }
  ready_.push_back(std::move(found->second.front()));
  found->second.erase(found->second.begin());
}

}  // namespace usher::store
