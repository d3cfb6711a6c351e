#include "store/redis_address.h"

#include "absl/strings/match.h"
#include <gtest/gtest.h>

namespace usher::store {
namespace {

TEST(RedisAddressTest, ReadsEveryPart) {
  const auto address = ParseRedisUrl("redis://me:s%40cret@db.example:6380/3");
  ASSERT_TRUE(address.ok()) << address.status();
  EXPECT_EQ(address->host, "db.example");
  EXPECT_EQ(address->port, 6380);
  EXPECT_EQ(address->user, "me");
  EXPECT_EQ(address->password, "s@cret");
  EXPECT_EQ(address->database, 3);
}

TEST(RedisAddressTest, FillsInWhatIsLeftOut) {
  const auto address = ParseRedisUrl("redis://localhost");
  ASSERT_TRUE(address.ok()) << address.status();
  EXPECT_EQ(address->host, "localhost");
  EXPECT_EQ(address->port, 6379);
  EXPECT_EQ(address->user, "");
  EXPECT_EQ(address->password, "");
  EXPECT_EQ(address->database, 0);
}

TEST(RedisAddressTest, ReadsSocketsAndIpv6Addresses) {
  EXPECT_EQ(ParseRedisUrl("unix:///run/redis.sock")->socket_path, "/run/redis.sock");
  const auto address = ParseRedisUrl("redis://:secret@[::1]:7000");
  ASSERT_TRUE(address.ok()) << address.status();
  EXPECT_EQ(address->host, "::1");
  EXPECT_EQ(address->port, 7000);
  EXPECT_EQ(ParseRedisUrl("redis://[::1]")->port, 6379);
}

TEST(RedisAddressTest, RefusesWhatItCannotReadWithoutRepeatingThePassword) {
  for (const char* url :
       {"", "localhost:6379", "rediss://:secret@host", "redis://", "redis://secret@host",
        "redis://:secret@host:0", "redis://:secret@host:65536", "redis://:secret@host:x",
        "redis://:secret@host/x", "redis://:secret@host/-1", "redis://[::1", "unix://relative"}) {
    const auto address = ParseRedisUrl(url);
    EXPECT_EQ(address.status().code(), absl::StatusCode::kInvalidArgument) << url;
    EXPECT_FALSE(absl::StrContains(address.status().message(), "secret")) << address.status();
  }
}

TEST(RedisAddressTest, ShowsNoPassword) {
  EXPECT_EQ(ParseRedisUrl("redis://me:secret@host:1/2")->ToString(), "redis://host:1/2");
  EXPECT_EQ(ParseRedisUrl("unix:///a/b")->ToString(), "unix:///a/b");
}

}  // namespace
}  // namespace usher::store
