#include "store/redis_store.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "customer/record.h"
#include "store/key_names.h"
#include "store/record_codec.h"
#include "store/redis_answers.h"
#include "store/redis_reply.h"
#include "store/replica_wait.h"
#include "store/scripts.h"
#include "store/stored_time.h"

namespace usher::store {
namespace {

using messages::StoreCallback;

// One script stays short: nobody else is served while it runs.
constexpr int kClaimMax = 1000;
constexpr std::size_t kTagsMax = 1000;
constexpr int kScanMax = 1000;
constexpr int kBatchMax = 1000;

absl::Status Validate(const RedisConfig& config) {
  const auto wrong = [](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat("Redis: ", what));
  };
  if (config.shards < 0 || config.shards > kShardsMax) {
    return wrong(absl::StrCat("shards ", config.shards, " are not in 0..", kShardsMax));
  }
  if (config.batch_max < 1 || config.batch_max > kBatchMax) {
    return wrong(absl::StrCat("batch_max ", config.batch_max, " is not in 1..", kBatchMax));
  }
  if (config.batches_max < 1) return wrong("batches_max must be at least 1");
  if (config.calls_max < 1) return wrong("calls_max must be at least 1");
  if (config.replicas < 0) return wrong("replicas must not be negative");
  for (const absl::Duration duration :
       {config.connect_timeout, config.call_timeout, config.retry_min, config.retry_max,
        config.probe_interval}) {
    if (duration < absl::Milliseconds(1)) return wrong("every duration must be at least 1 ms");
  }
  return absl::OkStatus();
}

// Hands what `read` makes of an answer to `done`.
template <class T, class Read>
RedisConnection::ReplyCallback Answering(Read read, StoreCallback<T> done) {
  return [read, done = std::move(done)](const absl::StatusOr<const redisReply*>& reply) mutable {
    if (reply.ok()) {
      done(read(**reply));
    } else {
      done(reply.status());
    }
  };
}

// Holds a result back until the replicas have what was written, if they must.
template <class T>
StoreCallback<T> Replicating(RedisConnection* connection, const RedisConfig& config,
                             StoreCallback<T> done) {
  return [connection, &config, done = std::move(done)](absl::StatusOr<T> result) mutable {
    if (!result.ok()) {
      done(std::move(result));
      return;
    }
    AwaitReplicas(connection, config,
                  [result = std::move(result),
                   done = std::move(done)](const absl::Status& replicated) mutable {
                    if (!replicated.ok()) result = replicated;
                    done(std::move(result));
                  });
  };
}

ScriptCall OnDocuments() {
  ScriptCall call;
  call.keys.Add(kRevisionKey);
  call.keys.Add(kDocumentsKey);
  return call;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RedisStore>> RedisStore::Open(const RedisConfig& config) {
  if (absl::Status status = Validate(config); !status.ok()) return status;
  absl::StatusOr<RedisAddress> address = ParseRedisUrl(config.url);
  if (!address.ok()) return address.status();
  std::unique_ptr<RedisStore> store(new RedisStore(config, *std::move(address)));
  absl::Status verdict = store->gate_.AwaitVerdict(config.connect_timeout);
  if (!verdict.ok()) return verdict;
  return store;
}

RedisStore::RedisStore(const RedisConfig& config, RedisAddress address)
    : config_(config),
      gate_(config.calls_max),
      connection_(std::make_unique<RedisConnection>(
          &loop_, config_, std::move(address),
          RedisConnection::Listener{
              .on_serving = [this](const RedisFacts& facts) { OnServing(facts); },
              .on_away = [this](const absl::Status& why) { gate_.Close(why); }})),
      probe_timer_(std::make_unique<LoopTimer>(&loop_, [this] { Probe(); })),
      commits_(&loop_, connection_.get(), config_, &gate_),
      loads_(connection_.get(), config_) {
  loop_.Post([this] { connection_->Connect(); });
  loop_.Start([this] {
    commits_.Flush();
    loads_.Flush();
  });
}

RedisStore::~RedisStore() { Stop(); }

void RedisStore::Stop() {
  // Callbacks may make further calls; they fail at once.
  gate_.Close(absl::UnavailableError("the gateway is shutting down"));
  loop_.Stop([this] {
    // What is only queued joins what is under way, and fails with it.
    commits_.Flush();
    loads_.Flush();
    connection_.reset();
    probe_timer_.reset();
  });
}

template <class T, class Action>
void RedisStore::Enter(StoreCallback<T> done, Action action) {
  if (absl::Status status = gate_.Enter(); !status.ok()) {
    done(status);
    return;
  }
  StoreCallback<T> leaving = [this, done = std::move(done)](absl::StatusOr<T> result) mutable {
    gate_.Leave();
    done(std::move(result));
  };
  loop_.Post([action = std::move(action), leaving = std::move(leaving)]() mutable {
    action(std::move(leaving));
  });
}

void RedisStore::Load(const base::CustomerId& customer,
                      StoreCallback<messages::StoredRecord> done) {
  Enter(std::move(done), [this, customer](auto leaving) {
    loads_.Add({.customer = customer, .done = std::move(leaving)});
  });
}

void RedisStore::Commit(messages::CommitRequest request,
                        StoreCallback<messages::CommitReply> done) {
  // Encoded here, since there are more callers' threads than loops.
  PendingCommit commit;
  commit.state =
      EncodeState(request.expected, request.archive, request.operation, request.record.get());
  if (auto rejection = RejectOversized(commit.state); rejection.has_value()) {
    done(*std::move(rejection));
    return;
  }
  commit.customer = std::move(request.customer);
  commit.expected = request.expected;
  if (!request.keep_due) {
    commit.due = request.record ? customer::EarliestDue(*request.record) : absl::InfiniteFuture();
  }
  commit.stats = std::move(request.stats);
  commit.urgent = request.urgent;
  commit.since = EventLoop::Now();
  if (absl::Status status = gate_.Enter(); !status.ok()) {
    done(status);
    return;
  }
  commit.done = std::move(done);
  commits_.Add(std::move(commit));
}

void RedisStore::ReadTags(const std::vector<base::CustomerId>& customers,
                          StoreCallback<std::vector<messages::ChainTag>> done) {
  if (customers.size() > kTagsMax) {
    done(absl::InvalidArgumentError(
        absl::StrCat(customers.size(), " customers: at most ", kTagsMax)));
    return;
  }
  ScriptCall call;
  for (const base::CustomerId& customer : customers) {
    call.keys.Add(RecordKey(ShardOf(customer, shards()), customer));
  }
  Enter(std::move(done), [this, count = customers.size(), call = std::move(call)](auto leaving) {
    const auto read = [count](const redisReply& reply) { return store::ReadTags(reply, count); };
    connection_->Run(Script::kReadTags, call, Answering(read, std::move(leaving)));
  });
}

void RedisStore::ClaimDue(int shard, absl::Time now, absl::Time lease_until, int limit,
                          StoreCallback<messages::Claim> done) {
  if (shard < 0 || shard >= shards()) {
    done(absl::InvalidArgumentError(absl::StrCat("shard ", shard, ": there are ", shards())));
    return;
  }
  Enter(std::move(done), [=, this](auto leaving) {
    ScriptCall call;
    call.keys.Add(AgendaKey(shard));
    call.args.Add(absl::StrCat(ToMs(now)));
    call.args.Add(absl::StrCat(ToMs(lease_until)));
    call.args.Add(absl::StrCat(std::clamp(limit, 0, kClaimMax)));
    connection_->Run(Script::kClaim, call, Answering(ReadClaim, std::move(leaving)));
  });
}

void RedisStore::ReadDocuments(StoreCallback<messages::Documents> done) {
  Enter(std::move(done), [this](auto leaving) {
    connection_->Run(Script::kReadDocuments, OnDocuments(),
                     Answering(store::ReadDocuments, std::move(leaving)));
  });
}

void RedisStore::ReadRevision(StoreCallback<std::int64_t> done) {
  Enter(std::move(done), [this](auto leaving) {
    connection_->Send({"GET", kRevisionKey}, Answering(ReadNumber, std::move(leaving)));
  });
}

void RedisStore::WriteDocuments(std::int64_t expected,
                                std::map<std::string, std::optional<std::string>> changes,
                                StoreCallback<std::int64_t> done) {
  RedisWords set;
  RedisWords gone;
  for (const auto& [name, text] : changes) {
    if (text.has_value()) {
      set.Add(name);
      set.Add(*text);
    } else {
      gone.Add(name);
    }
  }
  ScriptCall call = OnDocuments();
  call.args.Add(absl::StrCat(expected));
  call.args.Add(absl::StrCat(set.count() / 2));
  call.args.Append(set);
  call.args.Append(gone);
  Enter(std::move(done), [this, expected, call = std::move(call)](auto leaving) {
    const auto read = [expected](const redisReply& reply) {
      return ReadWrittenRevision(reply, expected);
    };
    connection_->Run(Script::kWriteDocuments, call,
                     Answering(read, Replicating(connection_.get(), config_, std::move(leaving))));
  });
}

void RedisStore::ReadStats(const std::string& journey,
                           StoreCallback<std::map<std::string, std::int64_t>> done) {
  using Counters = std::map<std::string, std::int64_t>;
  Enter(std::move(done), [this, journey](StoreCallback<Counters> leaving) {
    struct Gathering {
      absl::StatusOr<Counters> sums = Counters();
      int missing = 0;
      StoreCallback<Counters> leaving;
    };
    auto gathering = std::make_shared<Gathering>();
    gathering->missing = shards();
    gathering->leaving = std::move(leaving);
    for (int shard = 0; shard < shards(); ++shard) {
      connection_->Send({"HGETALL", StatsKey(shard, journey)},
                        [gathering](const absl::StatusOr<const redisReply*>& reply) {
                          absl::StatusOr<Counters>& sums = gathering->sums;
                          absl::Status status = reply.status();
                          if (status.ok() && sums.ok()) status = AddCounters(**reply, &*sums);
                          if (!status.ok()) sums = status;
                          if (--gathering->missing == 0) gathering->leaving(std::move(sums));
                        });
    }
  });
}

void RedisStore::ReadMark(const std::string& name, StoreCallback<std::string> done) {
  Enter(std::move(done), [this, name](auto leaving) {
    connection_->Send({"HGET", kMarksKey, name}, Answering(ReadText, std::move(leaving)));
  });
}

void RedisStore::WriteMark(const std::string& name, const std::string& value,
                           StoreCallback<bool> done) {
  Enter(std::move(done), [this, name, value](auto leaving) {
    const auto read = [](const redisReply&) -> absl::StatusOr<bool> { return true; };
    connection_->Send({"HSET", kMarksKey, name, value},
                      Answering(read, Replicating(connection_.get(), config_, std::move(leaving))));
  });
}

void RedisStore::ReplaceMark(const std::string& name, const std::string& expected,
                             const std::string& value, StoreCallback<bool> done) {
  ScriptCall call;
  call.keys.Add(kMarksKey);
  call.args.Add(name);
  call.args.Add(expected);
  call.args.Add(value);
  Enter(std::move(done), [this, call = std::move(call)](auto leaving) {
    connection_->Run(
        Script::kReplaceMark, call,
        Answering(ReadReplaced, Replicating(connection_.get(), config_, std::move(leaving))));
  });
}

void RedisStore::ReadCustomers(const std::string& position, int count,
                               StoreCallback<messages::CustomerPage> done) {
  Enter(std::move(done), [this, position, count](auto leaving) {
    const ScanPosition from = ReadScanPosition(position, connection_->facts().run_id);
    ScriptCall call;
    call.args.Add(from.cursor);
    call.args.Add(absl::StrCat(std::clamp(count, 1, kScanMax)));
    const auto read = [from](const redisReply& reply) { return ReadCustomerPage(reply, from); };
    connection_->Run(Script::kReadCustomers, call, Answering(read, std::move(leaving)));
  });
}

void RedisStore::OnServing(const RedisFacts& facts) {
  shards_.store(facts.shards, std::memory_order_relaxed);
  durability_.store(facts.durability, std::memory_order_relaxed);
  memory_used_.store(facts.memory_used, std::memory_order_relaxed);
  clock_offset_us_.store(absl::ToInt64Microseconds(facts.clock_offset), std::memory_order_relaxed);
  probe_timer_->Start(config_.probe_interval, config_.probe_interval);
  gate_.Open();
}

void RedisStore::Probe() {
  if (!connection_->serving()) return;
  const absl::Time asked = absl::Now();
  connection_->Send({"TIME"}, [this, asked](const absl::StatusOr<const redisReply*>& reply) {
    if (!reply.ok()) return;
    const auto offset = ReadClockOffset(**reply, asked + (absl::Now() - asked) / 2);
    if (!offset.ok()) return;
    clock_offset_us_.store(absl::ToInt64Microseconds(*offset), std::memory_order_relaxed);
  });
  connection_->Send({"INFO", "memory"}, [this](const absl::StatusOr<const redisReply*>& reply) {
    if (reply.ok()) memory_used_.store(ReadMemoryUsed(**reply), std::memory_order_relaxed);
  });
  connection_->Send(
      {"HGET", kMetaKey, "id"}, [this](const absl::StatusOr<const redisReply*>& reply) {
        if (reply.ok() && Text(**reply) != absl::string_view(connection_->facts().store_id)) {
          connection_->Drop(StoreReplaced());
        }
      });
}

}  // namespace usher::store
