#include "store/redis_store.h"

#include <atomic>
#include <csignal>
#include <map>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"

#include "store/key_names.h"
#include "tests/store/store_contract.h"
#include "tests/support/await.h"
#include "tests/support/customer_record.h"
#include "tests/support/scratch_redis.h"

namespace usher::store {
namespace {

using messages::CommitOutcome;
using messages::CommitRequest;
using support::ScratchRedis;
using support::ScratchReplica;

const base::CustomerId kAlice = base::CustomerId::Known("alice");

// Calls `call` until it succeeds; the tests' time-out bounds it.
template <class Call>
auto Eventually(Call call) {
  auto result = call();
  while (!result.ok()) result = call();
  return result;
}

CommitRequest Create(const base::CustomerId& customer) {
  return {.customer = customer,
          .expected = {},
          .operation = 1,
          .record = support::Shared(support::DueRecord(absl::FromUnixMillis(5))),
          .stats = {}};
}

class RedisStoreUnderTest : public StoreUnderTest {
 public:
  explicit RedisStoreUnderTest(int shards) {
    RedisConfig config;
    config.url = redis_.url();
    config.shards = shards;
    auto store = RedisStore::Open(config);
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }
  messages::StorePort& store() override { return *store_; }

 private:
  ScratchRedis redis_;
  std::unique_ptr<RedisStore> store_;
};

INSTANTIATE_TEST_SUITE_P(
    Redis, StoreContractTest,
    testing::Values(StoreKind{
        "Redis", [](int shards) { return std::make_unique<RedisStoreUnderTest>(shards); }}),
    [](const auto& info) { return info.param.name; });

class RedisStoreTest : public testing::Test {
 protected:
  RedisConfig Config() {
    RedisConfig config;
    config.url = redis_.url();
    config.shards = 4;
    config.connect_timeout = absl::Seconds(20);
    return config;
  }

  std::unique_ptr<RedisStore> Open(const RedisConfig& config) {
    auto store = RedisStore::Open(config);
    if (!store.ok()) {
      ADD_FAILURE() << store.status();
      std::abort();
    }
    return *std::move(store);
  }

  ScratchRedis redis_;
};

TEST_F(RedisStoreTest, NamesTheDurabilityThatRedisIsConfiguredFor) {
  EXPECT_EQ(Open(Config())->durability(), messages::Durability::kLocal);
  redis_.Run({"CONFIG", "SET", "appendfsync", "always"});
  EXPECT_EQ(Open(Config())->durability(), messages::Durability::kSynced);
  redis_.Run({"CONFIG", "SET", "appendonly", "no"});
  EXPECT_EQ(Open(Config())->durability(), messages::Durability::kMemory);
}

TEST_F(RedisStoreTest, KeepsTheShardsAStoreWasMadeWith) {
  Open(Config());
  RedisConfig other = Config();
  other.shards = 8;
  const auto refused = RedisStore::Open(other);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(refused.status().message().find("4 shards, not 8"), absl::string_view::npos);
  other.shards = 0;
  EXPECT_EQ(Open(other)->shards(), 4);
}

TEST_F(RedisStoreTest, RefusesADatabaseOfSomebodyElse) {
  redis_.Run({"SET", "theirs", "1"});
  const auto refused = RedisStore::Open(Config());
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(refused.status().message().find("not empty"), absl::string_view::npos);
  EXPECT_EQ(redis_.Run({"KEYS", "*"}), "theirs");
}

TEST_F(RedisStoreTest, RefusesAnotherSchema) {
  Open(Config());
  redis_.Run({"HSET", kMetaKey, "schema", "99"});
  EXPECT_EQ(RedisStore::Open(Config()).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(RedisStoreTest, RefusesARedisThatEvictsUnlessTold) {
  redis_.Run({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"});
  const auto refused = RedisStore::Open(Config());
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(refused.status().message().find("noeviction"), absl::string_view::npos);
  EXPECT_EQ(redis_.Run({"DBSIZE"}), "0");
  RedisConfig config = Config();
  config.allow_eviction = true;
  EXPECT_TRUE(Open(config)->available());
}

TEST_F(RedisStoreTest, UsesTheDatabaseAndPasswordItIsGiven) {
  redis_.Run({"CONFIG", "SET", "requirepass", "secret"});
  EXPECT_EQ(RedisStore::Open(Config()).status().code(), absl::StatusCode::kFailedPrecondition);
  RedisConfig config = Config();
  config.password = "wrong";
  EXPECT_EQ(RedisStore::Open(config).status().code(), absl::StatusCode::kFailedPrecondition);
  config.password = "secret";
  EXPECT_TRUE(Open(config)->available());
}

TEST_F(RedisStoreTest, SaysThatNobodyAnswers) {
  RedisConfig config = Config();
  config.url = "unix:///nowhere/redis.sock";
  config.connect_timeout = absl::Milliseconds(50);
  EXPECT_EQ(RedisStore::Open(config).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(RedisStoreTest, ServesOnWhenRedisForgetsItsScripts) {
  const auto store = Open(Config());
  redis_.Run({"SCRIPT", "FLUSH"});
  constexpr int kCustomers = 300;
  support::Countdown left(kCustomers);
  std::atomic<int> applied{0};
  for (int i = 0; i < kCustomers; ++i) {
    store->Commit(Create(base::CustomerId::Known(absl::StrCat(i))), [&](const auto& reply) {
      if (reply.ok() && reply->outcome == CommitOutcome::kApplied) ++applied;
      left.CountDown();
    });
  }
  left.Await();
  EXPECT_EQ(applied, kCustomers);
}

TEST_F(RedisStoreTest, ReportsADamagedRecord) {
  const auto store = Open(Config());
  const auto created = support::Commit(*store, Create(kAlice));
  ASSERT_TRUE(created.ok());
  redis_.Run({"SETRANGE", RecordKey(ShardOf(kAlice, 4), kAlice), "21", "x"});
  EXPECT_EQ(support::Load(*store, kAlice).status().code(), absl::StatusCode::kDataLoss);
  CommitRequest late = Create(kAlice);
  late.operation = 2;
  EXPECT_EQ(support::Commit(*store, late).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(support::Load(*store, base::CustomerId::Known("bob")).ok());
}

TEST_F(RedisStoreTest, WritesNothingOfABatchWhenMemoryIsFull) {
  const auto store = Open(Config());
  redis_.Run({"CONFIG", "SET", "maxmemory", "1"});
  CommitRequest request = Create(kAlice);
  request.stats = {{"welcome", "entered", 1}};
  EXPECT_EQ(support::Commit(*store, request).status().code(), absl::StatusCode::kResourceExhausted);
  redis_.Run({"CONFIG", "SET", "maxmemory", "0"});
  EXPECT_TRUE(support::ReadStats(*store, "welcome")->empty());
  EXPECT_EQ(support::Commit(*store, request)->outcome, CommitOutcome::kApplied);
}

TEST_F(RedisStoreTest, WritesWhatIsUrgentWhenMemoryIsFull) {
  const auto store = Open(Config());
  redis_.Run({"CONFIG", "SET", "maxmemory", "1"});
  // Commits made on the store's own thread wait together, so these two share a batch.
  const auto bob = base::CustomerId::Known("bob");
  CommitRequest urgent = Create(kAlice);
  urgent.urgent = true;
  absl::StatusOr<messages::CommitReply> ordinary_reply;
  const auto urgent_reply = support::Await<messages::CommitReply>([&](auto done) {
    store->ReadRevision([&, done = std::move(done)](const auto&) mutable {
      store->Commit(Create(bob), [&](auto reply) { ordinary_reply = std::move(reply); });
      store->Commit(urgent, std::move(done));
    });
  });
  ASSERT_TRUE(urgent_reply.ok()) << urgent_reply.status();
  EXPECT_EQ(urgent_reply->outcome, CommitOutcome::kApplied);
  EXPECT_EQ(ordinary_reply.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(support::Load(*store, kAlice)->tag, urgent_reply->tag);
  EXPECT_FALSE(support::Load(*store, bob)->record.has_value());
  // Who is due is still found.
  const auto claim = support::ClaimDue(*store, ShardOf(kAlice, 4), absl::FromUnixMillis(10),
                                       absl::FromUnixMillis(1000), 10);
  ASSERT_TRUE(claim.ok()) << claim.status();
  EXPECT_EQ(claim->customers.size(), 1U);
}

TEST_F(RedisStoreTest, RefusesToServeFromAnEmptiedRedis) {
  const auto store = Open(Config());
  ASSERT_TRUE(support::Commit(*store, Create(kAlice)).ok());
  const std::string meta = redis_.Run({"DUMP", kMetaKey});
  redis_.Run({"FLUSHALL"});
  const auto refused = support::Commit(*store, Create(base::CustomerId::Known("bob")));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(refused.status().message().find("replaced or emptied"), absl::string_view::npos);
  EXPECT_FALSE(store->available());
  EXPECT_EQ(redis_.Run({"DBSIZE"}), "0");

  redis_.Run({"RESTORE", kMetaKey, "0", meta});
  const auto served =
      Eventually([&] { return support::Commit(*store, Create(base::CustomerId::Known("bob"))); });
  EXPECT_EQ(served->outcome, CommitOutcome::kApplied);
  EXPECT_TRUE(store->available());
}

TEST_F(RedisStoreTest, RefusesAnotherStoreAfterReconnecting) {
  RedisConfig config = Config();
  config.probe_interval = absl::Milliseconds(1);
  const auto store = Open(config);
  redis_.Run({"HSET", kMetaKey, "id", "another"});
  auto loaded = support::Load(*store, kAlice);
  while (loaded.ok()) loaded = support::Load(*store, kAlice);
  EXPECT_EQ(loaded.status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(RedisStoreTest, LosesNothingAcknowledgedWhenRedisIsKilled) {
  RedisConfig config = Config();
  // The end of the connection must be seen, not waited for.
  config.call_timeout = absl::Hours(1);
  const auto store = Open(config);
  constexpr int kCustomers = 2000;
  constexpr int kKillAfter = 500;
  std::mutex mutex;
  std::map<int, messages::ChainTag> acknowledged;
  int failed = 0;
  support::Countdown left(kCustomers);
  for (int i = 0; i < kCustomers; ++i) {
    const auto customer = base::CustomerId::Known(absl::StrCat(i));
    store->Commit(Create(customer), [&, i](const absl::StatusOr<messages::CommitReply>& reply) {
      const std::lock_guard lock(mutex);
      if (reply.ok()) {
        acknowledged[i] = reply->tag;
        if (acknowledged.size() == kKillAfter) kill(redis_.pid(), SIGKILL);
      } else {
        EXPECT_EQ(reply.status().code(), absl::StatusCode::kUnavailable) << reply.status();
        ++failed;
      }
      left.CountDown();
    });
  }
  left.Await();
  EXPECT_GE(acknowledged.size(), static_cast<std::size_t>(kKillAfter));
  EXPECT_GT(failed, 0);
  // The process was killed, not the machine: what Redis wrote to its log is in the file.
  for (const auto& [i, tag] : acknowledged) {
    const auto customer = base::CustomerId::Known(absl::StrCat(i));
    const auto stored = Eventually([&] { return support::Load(*store, customer); });
    EXPECT_EQ(stored->tag, tag) << i;
  }
  // The others may be asked again, whatever became of them.
  for (int i = 0; i < kCustomers; ++i) {
    const auto customer = base::CustomerId::Known(absl::StrCat(i));
    const auto again = Eventually([&] { return support::Commit(*store, Create(customer)); });
    EXPECT_NE(again->outcome, CommitOutcome::kConflict);
  }
}

TEST_F(RedisStoreTest, FailsCallsInTimeWhenRedisHangsAndRecovers) {
  RedisConfig config = Config();
  config.call_timeout = absl::Milliseconds(100);
  const auto store = Open(config);
  kill(redis_.pid(), SIGSTOP);
  EXPECT_EQ(support::Commit(*store, Create(kAlice)).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(support::Load(*store, kAlice).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(store->available());
  kill(redis_.pid(), SIGCONT);
  const auto again = Eventually([&] { return support::Commit(*store, Create(kAlice)); });
  EXPECT_NE(again->outcome, CommitOutcome::kConflict);
}

TEST_F(RedisStoreTest, AnswersEveryCallWhenItIsDestroyed) {
  auto store = Open(Config());
  std::atomic<int> answered{0};
  std::atomic<int> answered_again{0};
  kill(redis_.pid(), SIGSTOP);
  for (int i = 0; i < 500; ++i) {
    const auto customer = base::CustomerId::Known(absl::StrCat(i % 50));
    store->Commit(Create(customer), [&](const auto& reply) {
      EXPECT_EQ(reply.status().code(), absl::StatusCode::kUnavailable);
      ++answered;
    });
    // A caller that tries again from its callback.
    store->Load(customer, [&, again = store.get()](const auto& reply) {
      EXPECT_EQ(reply.status().code(), absl::StatusCode::kUnavailable);
      ++answered;
      again->Load(kAlice, [&](const auto& second) {
        EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
        ++answered_again;
      });
    });
  }
  store.reset();
  kill(redis_.pid(), SIGCONT);
  EXPECT_EQ(answered, 1000);
  EXPECT_EQ(answered_again, 500);
}

TEST_F(RedisStoreTest, MayBeOwnedByACallbackOnceItIsStopped) {
  std::shared_ptr<RedisStore> store = Open(Config());
  const std::weak_ptr<RedisStore> watched = store;
  kill(redis_.pid(), SIGSTOP);
  bool answered = false;
  store->Load(kAlice, [&answered, owner = store](const auto& reply) {
    EXPECT_EQ(reply.status().code(), absl::StatusCode::kUnavailable);
    answered = true;
  });
  store->Stop();
  kill(redis_.pid(), SIGCONT);
  EXPECT_TRUE(answered);
  bool refused = false;
  store->Load(kAlice, [&](const auto& reply) { refused = !reply.ok(); });
  EXPECT_TRUE(refused);
  store.reset();
  EXPECT_TRUE(watched.expired());
}

TEST_F(RedisStoreTest, RefusesMoreCallsThanItMayKeepWaiting) {
  RedisConfig config = Config();
  config.calls_max = 10;
  auto store = Open(config);
  kill(redis_.pid(), SIGSTOP);
  std::atomic<int> refused{0};
  for (int i = 0; i < 25; ++i) {
    store->Load(kAlice, [&](const auto& reply) {
      if (reply.status().code() == absl::StatusCode::kResourceExhausted) ++refused;
    });
  }
  EXPECT_EQ(refused, 15);
  kill(redis_.pid(), SIGCONT);
  store.reset();
}

TEST_F(RedisStoreTest, AcknowledgesNothingWithoutTheReplicasWanted) {
  RedisConfig config = Config();
  config.durability = messages::Durability::kReplicated;
  config.call_timeout = absl::Milliseconds(400);
  const auto lonely = Open(config);
  EXPECT_EQ(lonely->durability(), messages::Durability::kReplicated);
  EXPECT_EQ(support::Commit(*lonely, Create(kAlice)).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(RedisStoreTest, AcknowledgesOnlyWhatTheReplicaHas) {
  const ScratchReplica replica(redis_);
  RedisConfig config = Config();
  config.durability = messages::Durability::kReplicated;
  config.call_timeout = absl::Milliseconds(400);
  const auto store = Open(config);
  // A busy machine may need more than one try to hear of the replica.
  EXPECT_TRUE(Eventually([&] { return support::Commit(*store, Create(kAlice)); }).ok());

  const CommitRequest bob = Create(base::CustomerId::Known("bob"));
  ASSERT_EQ(kill(replica.pid(), SIGSTOP), 0);
  EXPECT_EQ(support::Commit(*store, bob).status().code(), absl::StatusCode::kUnavailable);
  // Asked again, it is in the master already.
  EXPECT_EQ(support::Commit(*store, bob).status().code(), absl::StatusCode::kUnavailable);
  ASSERT_EQ(kill(replica.pid(), SIGCONT), 0);
  EXPECT_EQ(Eventually([&] { return support::Commit(*store, bob); })->outcome,
            CommitOutcome::kDuplicate);
}

TEST_F(RedisStoreTest, KnowsHowFarTheClockOfRedisIsAhead) {
  const auto store = Open(Config());
  EXPECT_LT(absl::AbsDuration(store->ClockOffset()), absl::Seconds(1));
}

}  // namespace
}  // namespace usher::store
