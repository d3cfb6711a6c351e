#include "limits/commit_pump.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <random>
#include <utility>

#include "absl/strings/str_format.h"

namespace usher::limits {

CommitPump::CommitPump(store::RedisConnection* connection, const PumpConfig& config,
                       int batches_max)
    : connection_(connection),
      config_(config),
      batches_max_(batches_max),
      tags_(static_cast<std::size_t>(config.customers)),
      turns_(static_cast<std::size_t>(config.customers)) {
  // Events come from customers in no order either, and neighbours would be found in Redis faster.
  std::iota(turns_.begin(), turns_.end(), 0);
  std::shuffle(turns_.begin(), turns_.end(), std::minstd_rand());
}

void CommitPump::Start(int batch, std::int64_t commits_max, Done done) {
  batch_ = batch;
  commits_max_ = commits_max;
  done_ = std::move(done);
  stopping_ = false;
  // The first batch may already have failed when it is to be followed by the next.
  for (int i = 0; i < batches_max_ && !Over(); ++i) SendBatch();
}

void CommitPump::SendBatch() {
  std::vector<store::PendingCommit> batch = NextBatch();
  ++under_way_;
  const store::ScriptCall call = store::MakeCommitCall(connection_->facts().shards, batch);
  connection_->Run(store::Script::kCommit, call,
                   [this, batch = std::move(batch)](
                       const absl::StatusOr<const redisReply*>& reply) { OnReply(batch, reply); });
}

// Whoever is committed in turn comes again only after all others, so no customer is under way
// twice.
std::vector<store::PendingCommit> CommitPump::NextBatch() {
  std::vector<store::PendingCommit> batch(static_cast<std::size_t>(batch_));
  for (store::PendingCommit& commit : batch) {
    const int customer = turns_[next_];
    messages::ChainTag& tag = tags_[static_cast<std::size_t>(customer)];
    commit.customer = base::CustomerId::Known(absl::StrFormat("customer-%07d", customer));
    commit.expected = tag;
    ++operation_;
    std::memcpy(commit.state.tag.data(), &operation_, sizeof(operation_));
    tag = commit.state.tag;
    commit.state.value.assign(commit.state.tag.begin(), commit.state.tag.end());
    commit.state.value.resize(static_cast<std::size_t>(config_.record_bytes), 'r');
    // As with most events, nothing changes on the agenda, so commit.due stays absent.
    next_ = (next_ + 1) % turns_.size();
  }
  return batch;
}

void CommitPump::OnReply(const std::vector<store::PendingCommit>& batch,
                         const absl::StatusOr<const redisReply*>& reply) {
  --under_way_;
  if (reply.ok()) {
    for (const auto& result : store::ReadCommitReply(**reply, batch)) {
      if (!result.ok()) {
        failure_.Update(result.status());
      } else if (result->outcome != messages::CommitOutcome::kApplied) {
        failure_.Update(absl::InternalError("a commit was not applied; is somebody else here?"));
      } else {
        ++commits_;
      }
    }
  } else {
    failure_.Update(reply.status());
  }
  if (!Over()) {
    SendBatch();
  } else if (under_way_ == 0) {
    std::exchange(done_, nullptr)(failure_);
  }
}

}  // namespace usher::limits
