#include "store/load_batcher.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "store/key_names.h"
#include "store/record_codec.h"
#include "store/redis_reply.h"

namespace usher::store {
namespace {

// What there is, or nothing.
std::optional<absl::string_view> ReadValue(const redisReply& reply) {
  return reply.type == REDIS_REPLY_NIL ? absl::string_view() : Text(reply);
}

absl::StatusOr<messages::StoredRecord> ReadOne(const base::CustomerId& customer,
                                               const redisReply& record,
                                               const redisReply& archive) {
  const auto value = ReadValue(record);
  const auto archived = ReadValue(archive);
  if (!value.has_value() || !archived.has_value()) return UnexpectedReply("MGET");
  return DecodeState(customer, *value, *archived);
}

}  // namespace

LoadBatcher::LoadBatcher(RedisConnection* connection, const RedisConfig& config)
    : connection_(connection), config_(config) {}

void LoadBatcher::Add(PendingLoad load) { ready_.push_back(std::move(load)); }

void LoadBatcher::Flush() {
  // A batch that fails at once comes back here; the loop below goes on with the next one.
  if (flushing_) return;
  flushing_ = true;
  while (!ready_.empty() && under_way_ < config_.batches_max) {
    Batch batch;
    while (!ready_.empty() && batch.size() < static_cast<std::size_t>(config_.batch_max)) {
      batch.push_back(std::move(ready_.front()));
      ready_.pop_front();
    }
    SendBatch(std::move(batch));
  }
  flushing_ = false;
}

void LoadBatcher::SendBatch(Batch batch) {
  ++under_way_;
  RedisCommand command = {"MGET"};
  for (const PendingLoad& load : batch) {
    const int shard = ShardOf(load.customer, connection_->facts().shards);
    command.push_back(RecordKey(shard, load.customer));
    command.push_back(SeenKey(shard, load.customer));
  }
  connection_->Send(command, [this, batch = std::move(batch)](auto reply) mutable {
    --under_way_;
    Finish(std::move(batch), reply);
    Flush();
  });
}

void LoadBatcher::Finish(Batch batch, const absl::StatusOr<const redisReply*>& reply) {
  if (!reply.ok()) {
    for (PendingLoad& load : batch) load.done(reply.status());
    return;
  }
  const auto values = Elements(**reply);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    PendingLoad& load = batch[i];
    if (values.size() == 2 * batch.size()) {
      load.done(ReadOne(load.customer, *values[2 * i], *values[2 * i + 1]));
    } else {
      load.done(UnexpectedReply("MGET"));
    }
  }
}

}  // namespace usher::store
