#include <csignal>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"
#include "tests/support/steady_publisher.h"

namespace usher::integration {
namespace {

using support::Acknowledged;
using support::MakeEvent;
using support::SteadyPublisher;

// What appendfsync everysec promises: the file is at most so much behind.
constexpr absl::Duration kEverySec = absl::Seconds(2);

constexpr char kJourney[] = R"(
journey: follow-up
enter: { on: Started }
steps:
  - send: { channels: in_app, template: hello }
templates:
  hello: { in_app: { text: Hi } }
)";

std::vector<v1::Event> ManyEvents() {
  std::vector<v1::Event> events;
  for (int i = 0; i < 1'000'000; ++i) {
    events.push_back(MakeEvent(absl::StrCat("e", i), absl::StrCat("c", i), "Started"));
  }
  return events;
}

TEST(RedisCrashTest, TheGatewayOutlivesItsRedisAndKeepsWhatWasAcknowledged) {
  RunningGateway gateway({"--attempt-lease", "1s", "--attempt-start-within", "200ms"},
                         "policy: test\nconsent: opt_out\n");
  gateway.client.Apply(kJourney);
  SteadyPublisher publisher(gateway.process.address(), ManyEvents());
  std::vector<absl::Time> kills;
  std::size_t acknowledged = 0;
  for (int round = 0; round < 5; ++round) {
    // Until something acknowledged is older than what may be lost.
    const absl::Time start = absl::Now();
    while (absl::Now() < start + kEverySec + absl::Milliseconds(200)) {
      publisher.AwaitAcknowledged(++acknowledged);
    }
    const pid_t redis = gateway.process.redis_pid();
    ASSERT_NE(redis, 0);
    kills.push_back(absl::Now());
    kill(redis, SIGKILL);
    gateway.process.AwaitOtherRedis(redis);
    // It serves again without help.
    acknowledged = publisher.acknowledged().size();
    publisher.AwaitAcknowledged(acknowledged + 10);
  }
  publisher.Stop();

  EXPECT_GE(publisher.unavailable(), 5) << "no crash hit a call";
  EXPECT_THAT(publisher.surprises(), testing::IsEmpty());
  std::size_t safe = 0;
  for (const Acknowledged& each : publisher.acknowledged()) {
    bool may_be_lost = false;
    for (const absl::Time kill : kills) {
      may_be_lost = may_be_lost || (each.by <= kill && each.by > kill - kEverySec);
    }
    if (may_be_lost) continue;
    ++safe;
    ASSERT_EQ(gateway.client.CountFound(each.event.customer_id(), {each.event.id()}), 1)
        << each.event.customer_id();
  }
  EXPECT_GT(safe, 50U);
  std::set<std::string> send_ids;
  for (const auto& message : gateway.Messages()) {
    EXPECT_TRUE(send_ids.insert(message.send_id).second) << message.send_id << " came twice";
  }
  EXPECT_GE(send_ids.size(), safe - 1);
}

}  // namespace
}  // namespace usher::integration
