#include "store/embedded_redis.h"

#include <csignal>
#include <filesystem>
#include <mutex>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/redis_store.h"
#include "tests/support/await.h"
#include "tests/support/customer_record.h"
#include "tests/support/scratch_redis.h"

namespace usher::store {
namespace {

const base::CustomerId kAlice = base::CustomerId::Known("alice");

void Ignore(absl::string_view) {}

absl::StatusOr<std::unique_ptr<EmbeddedRedis>> StartIn(
    const std::string& data_dir, absl::Duration start_timeout = absl::Seconds(60)) {
  EmbeddedRedisConfig config;
  config.data_dir = data_dir;
  config.start_timeout = start_timeout;
  return EmbeddedRedis::Start(config, Ignore);
}

std::unique_ptr<RedisStore> OpenStore(const EmbeddedRedis& redis) {
  RedisConfig config;
  config.url = redis.url();
  auto store = RedisStore::Open(config);
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

bool CommitAlice(RedisStore& store) {
  const auto reply =
      support::Commit(store, {.customer = kAlice,
                              .expected = {},
                              .operation = 1,
                              .record = support::Shared(support::DueRecord(absl::InfiniteFuture())),
                              .stats = {}});
  return reply.ok() && reply->outcome == messages::CommitOutcome::kApplied;
}

TEST(EmbeddedRedisTest, KeepsDataOverAStopAndANewStart) {
  const support::ScratchDir dir;
  {
    const auto redis = StartIn(dir.path() + "/made/for/it");
    ASSERT_TRUE(redis.ok()) << redis.status();
    ASSERT_TRUE(CommitAlice(*OpenStore(**redis)));
  }
  const auto redis = StartIn(dir.path() + "/made/for/it");
  ASSERT_TRUE(redis.ok()) << redis.status();
  EXPECT_TRUE(support::Load(*OpenStore(**redis), kAlice)->record.has_value());
}

TEST(EmbeddedRedisTest, StartsAgainWhenItIsKilled) {
  const support::ScratchDir dir;
  std::mutex mutex;
  std::string told;
  EmbeddedRedisConfig config;
  config.data_dir = dir.path();
  const auto redis = EmbeddedRedis::Start(config, [&](absl::string_view what) {
    const std::lock_guard lock(mutex);
    told = std::string(what);
  });
  ASSERT_TRUE(redis.ok()) << redis.status();
  const auto store = OpenStore(**redis);
  ASSERT_TRUE(CommitAlice(*store));
  const pid_t first = (*redis)->pid();
  kill(first, SIGKILL);
  auto loaded = support::Load(*store, kAlice);
  while (!loaded.ok() || (*redis)->pid() == first) loaded = support::Load(*store, kAlice);
  EXPECT_TRUE(loaded->record.has_value());
  const std::lock_guard lock(mutex);
  EXPECT_TRUE(absl::StrContains(told, "killed by signal 9")) << told;
}

TEST(EmbeddedRedisTest, RefusesADataDirectoryInUse) {
  const support::ScratchDir dir;
  const auto first = StartIn(dir.path());
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second = StartIn(dir.path());
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(absl::StrContains(second.status().message(),
                                absl::StrCat("another gateway (process ", getpid(), ")")))
      << second.status();
}

TEST(EmbeddedRedisTest, FindsRoomForItsSocketWhenTheDirectoryHasALongName) {
  const support::ScratchDir dir;
  const auto redis = StartIn(absl::StrCat(dir.path(), "/", std::string(120, 'x')));
  ASSERT_TRUE(redis.ok()) << redis.status();
  EXPECT_TRUE(absl::StartsWith((*redis)->url(), "unix:///tmp/usher-"));
  EXPECT_TRUE(CommitAlice(*OpenStore(**redis)));
  const std::filesystem::path socket = (*redis)->url().substr(std::string("unix://").size());
  (*redis)->Stop();
  std::filesystem::remove_all(socket.parent_path());
}

TEST(EmbeddedRedisTest, IsOutOfReachOfTheTerminal) {
  const support::ScratchDir dir;
  const auto redis = StartIn(dir.path());
  ASSERT_TRUE(redis.ok()) << redis.status();
  EXPECT_EQ(getpgid((*redis)->pid()), (*redis)->pid());
}

TEST(EmbeddedRedisTest, EndsAHangingServerByForce) {
  const support::ScratchDir dir;
  EmbeddedRedisConfig config;
  config.data_dir = dir.path();
  config.stop_timeout = absl::Milliseconds(50);
  const auto redis = EmbeddedRedis::Start(config, Ignore);
  ASSERT_TRUE(redis.ok()) << redis.status();
  const pid_t pid = (*redis)->pid();
  kill(pid, SIGSTOP);
  (*redis)->Stop();
  EXPECT_EQ((*redis)->pid(), 0);
  EXPECT_NE(kill(pid, 0), 0);
}

TEST(EmbeddedRedisTest, SaysWhyTheServerDoesNotStart) {
  const support::ScratchDir dir;
  EmbeddedRedisConfig config;
  config.data_dir = dir.path();
  config.server = "no-such-redis-server";
  EXPECT_EQ(EmbeddedRedis::Start(config, Ignore).status().code(), absl::StatusCode::kNotFound);
  config.server = "false";
  const auto ended = EmbeddedRedis::Start(config, Ignore);
  EXPECT_EQ(ended.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(absl::StrContains(ended.status().message(), "ended with status 1")) << ended.status();
}

// A process that is killed while its Redis is stuck, which it then cannot take down with it at
// once. Gives the process of that Redis.
pid_t LeaveAStuckRedisBehind(const std::string& data_dir) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t gateway = fork();
  if (gateway == 0) {
    const auto redis = StartIn(data_dir);
    const pid_t pid = redis.ok() ? (*redis)->pid() : 0;
    if (write(ends[1], &pid, sizeof pid) != sizeof pid) _exit(1);
    pause();
  }
  pid_t pid = 0;
  EXPECT_EQ(read(ends[0], &pid, sizeof pid), static_cast<ssize_t>(sizeof pid));
  EXPECT_GT(pid, 0);
  kill(pid, SIGSTOP);
  kill(gateway, SIGKILL);
  waitpid(gateway, nullptr, 0);
  close(ends[0]);
  close(ends[1]);
  return pid;
}

TEST(EmbeddedRedisTest, WaitsForTheRedisOfAKilledGatewayToEnd) {
  const support::ScratchDir dir;
  const pid_t stuck = LeaveAStuckRedisBehind(dir.path());
  const auto early = StartIn(dir.path(), absl::Milliseconds(50));
  EXPECT_EQ(early.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(absl::StrContains(early.status().message(), "earlier redis-server still uses"))
      << early.status();
  // It was told to end when its gateway died, and does once it can.
  kill(stuck, SIGCONT);
  const auto redis = StartIn(dir.path());
  ASSERT_TRUE(redis.ok()) << redis.status();
  EXPECT_TRUE(CommitAlice(*OpenStore(**redis)));
}

}  // namespace
}  // namespace usher::store
