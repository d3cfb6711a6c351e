// Journeys that dates start concern customers of whom nothing was heard since they were applied.

#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

constexpr char kRenewal[] = R"(
journey: renewal
enter: { date: { attribute: renews, at: "10:00" } }
steps: [ send: { channels: in_app, template: t } ]
templates: { t: { in_app: { text: "{{ event.date }}" } } }
)";

constexpr char kOptOut[] = "policy: test\nconsent: opt_out\n";

void Import(support::GatewayClient& client, const std::string& customer, const char* renews) {
  v1::UpsertRequest request;
  request.set_customer_id(customer);
  if (renews != nullptr) {
    (*request.mutable_attributes()->mutable_fields())["renews"].set_string_value(renews);
  }
  client.Must(&v1::CustomerService::Stub::Upsert, request);
}

void SetStatus(support::GatewayClient& client, bool paused) {
  if (paused) {
    v1::PauseRequest request;
    request.set_journey("renewal");
    client.Must(&v1::JourneyService::Stub::Pause, request);
  } else {
    v1::ResumeRequest request;
    request.set_journey("renewal");
    client.Must(&v1::JourneyService::Stub::Resume, request);
  }
}

TEST(WalkTest, CustomersKnownBeforeTheJourneyGetTheirMessageOnTheDate) {
  RunningGateway gateway(StandingClock(), kOptOut);
  for (int i = 0; i < 300; ++i) {
    Import(gateway.client, absl::StrCat("c", i), i % 3 == 0 ? "2026-03-05" : nullptr);
  }
  gateway.client.Apply(kRenewal);
  gateway.client.AdvanceTo(At("2026-03-05T09:59:59Z"));
  EXPECT_TRUE(gateway.Messages().empty());
  gateway.client.AdvanceTo(At("2026-03-05T10:00:00Z"));
  EXPECT_EQ(gateway.Messages().size(), 100u);
  EXPECT_TRUE(gateway.process.AwaitStderr(R"("event":"walk_begun","journeys":"renewal")"));
  EXPECT_TRUE(gateway.process.AwaitStderr(
      R"("event":"walk_ended","journeys":"renewal","customers":"300","woken":"100")"));
}

TEST(WalkTest, AScheduleConcernsCustomersAndNoVisitorsAtTheirOwnTime) {
  RunningGateway gateway(StandingClock(), kOptOut);
  gateway.client.AddCustomer("vienna", {v1::CHANNEL_EMAIL}, "Europe/Vienna");
  gateway.client.AddCustomer("tokyo", {v1::CHANNEL_EMAIL}, "Asia/Tokyo");
  v1::Event event = support::MakeEvent("e1", "", "Seen");
  event.set_anonymous_id("visitor");
  gateway.client.Publish(event);
  gateway.client.Apply(R"(
journey: weekly
enter: { schedule: { cron: "0 10 * * mon", spread: 10m }, key: event.scheduled_at }
steps: [ send: { channels: in_app, template: t } ]
templates: { t: { in_app: { text: "{{ event.scheduled_at }}" } } }
)");
  gateway.client.AdvanceTo(At("2026-03-09T01:10:00Z"));
  ASSERT_EQ(gateway.Messages().size(), 1u);
  EXPECT_EQ(gateway.Messages()[0].customer, "tokyo");
  gateway.client.AdvanceTo(At("2026-03-09T09:10:00Z"));
  EXPECT_EQ(gateway.Messages().size(), 2u);
  gateway.client.AdvanceTo(At("2026-03-15T12:00:00Z"));
  EXPECT_EQ(gateway.Messages().size(), 2u);
}

TEST(WalkTest, AJourneyThatComesBackIsWalkedForAgain) {
  RunningGateway gateway(StandingClock(), kOptOut);
  gateway.client.Apply(kRenewal);
  SetStatus(gateway.client, /*paused=*/true);
  Import(gateway.client, "anna", "2026-03-05");
  SetStatus(gateway.client, /*paused=*/false);
  gateway.client.AdvanceTo(At("2026-03-06T00:00:00Z"));
  EXPECT_EQ(gateway.Messages().size(), 1u);
}

TEST(WalkTest, IsDoneOnceAndNotAgainAfterARestart) {
  RunningGateway gateway(StandingClock(), kOptOut);
  Import(gateway.client, "anna", "2026-03-05");
  gateway.client.Apply(kRenewal);
  EXPECT_TRUE(gateway.process.AwaitStderr("walk_ended"));
  gateway.process.Kill9();
  gateway.process.Restart();
  gateway.client.AdvanceTo(At("2026-03-06T00:00:00Z"));
  EXPECT_EQ(gateway.Messages().size(), 1u);
  const std::string said = gateway.process.stderr_text();
  EXPECT_EQ(said.find("walk_begun"), said.rfind("walk_begun"));
}

// How many customers wait for something.
std::string CountOnAgenda(support::ScratchRedis& redis) {
  return redis.Run({"EVAL",
                    "local n = 0 for _, bucket in ipairs(redis.call('KEYS', '{s*}:agenda:*')) do "
                    "n = n + redis.call('ZCARD', bucket) end return n",
                    "0"});
}

TEST(WalkTest, AnotherGatewayGoesOnWhenOneIsKilled) {
  constexpr int kCustomers = 4000;
  constexpr int kThreads = 4;
  support::ScratchRedis redis;
  const std::vector<std::string> flags = {
      "--redis",         redis.url(), "--attempt-start-within", "200ms",
      "--attempt-lease", "1s",        "--claim-lease",          "500ms"};
  RunningGateway one(flags, kOptOut);
  RunningGateway two(flags, kOptOut);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = thread; i < kCustomers; i += kThreads) {
        Import(i % 2 == 0 ? one.client : two.client, absl::StrCat("c", i), "2099-03-05");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(CountOnAgenda(redis), "0");
  one.client.Apply(kRenewal);
  const auto walks = [](const RunningGateway& gateway) {
    return absl::StrContains(gateway.process.stderr_text(), "walk_begun");
  };
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (!walks(one) && !walks(two)) {
    ASSERT_LT(absl::Now(), deadline) << "nobody walks";
    absl::SleepFor(absl::Milliseconds(1));
  }
  RunningGateway& walker = walks(one) ? one : two;
  RunningGateway& other = walks(one) ? two : one;
  walker.process.Kill9();
  ASSERT_NE(CountOnAgenda(redis), std::to_string(kCustomers)) << "it was over too soon";
  EXPECT_TRUE(other.process.AwaitStderr("walk_taken_over"));
  EXPECT_TRUE(other.process.AwaitStderr("walk_ended"));
  EXPECT_EQ(CountOnAgenda(redis), std::to_string(kCustomers));
}

}  // namespace
}  // namespace usher::integration
