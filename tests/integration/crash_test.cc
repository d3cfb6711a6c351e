#include <map>
#include <memory>
#include <random>
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
using support::LoggedMessage;
using support::MakeEvent;
using support::SteadyPublisher;

constexpr int kRounds = 20;
constexpr int kPublishers = 3;
constexpr int kCustomersPerPublisher = 8;
constexpr absl::Duration kWait = absl::Minutes(30);

constexpr char kJourney[] = R"(
journey: follow-up
enter: { on: Started }
steps:
  - wait: { for: 30m }
  - send: { channels: in_app, template: hello, expire: 30d }
templates:
  hello: { in_app: { text: Hi } }
)";

// An hour passes in a second.
const std::vector<std::string> kFlags = {
    "--clock-speed",          "3600", "--clock-start", "2026-03-02T10:00:00Z",
    "--attempt-lease",        "1s",   "--claim-lease", "500ms",
    "--attempt-start-within", "200ms"};

std::vector<v1::Event> EventsOf(int round, int publisher) {
  std::vector<v1::Event> events;
  for (int i = 0; i < kCustomersPerPublisher; ++i) {
    events.push_back(
        MakeEvent("start", absl::StrCat("c", round, "-", publisher, "-", i), "Started"));
  }
  return events;
}

// Looks until `holds`, for a minute at most; whether it came to hold.
template <class Condition>
bool Await(Condition holds) {
  const absl::Time deadline = absl::Now() + absl::Minutes(1);
  while (!holds()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(1));
  }
  return true;
}

TEST(CrashTest, WhatWasAcknowledgedIsKeptAndDoneOnceAndNothingComesEarly) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  RunningGateway gateway(kFlags, "policy: test\nconsent: opt_out\n");
  gateway.client.Apply(kJourney);
  std::vector<Acknowledged> acknowledged;
  int broken_calls = 0;

  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::unique_ptr<SteadyPublisher>> publishers;
    for (int i = 0; i < kPublishers; ++i) {
      publishers.push_back(
          std::make_unique<SteadyPublisher>(gateway.process.address(), EventsOf(round, i)));
    }
    const std::size_t some = random() % kCustomersPerPublisher;
    if (round % 2 == 0) {
      publishers[0]->AwaitAcknowledged(some);  // while it takes events in
    } else {
      const std::size_t before = gateway.Messages().size();  // while it sends
      EXPECT_TRUE(Await([&] { return gateway.Messages().size() > before + some; }));
    }
    gateway.process.Kill9();
    gateway.process.Restart();
    for (const auto& publisher : publishers) {
      publisher->Join();
      for (const Acknowledged& each : publisher->acknowledged()) acknowledged.push_back(each);
      EXPECT_THAT(publisher->surprises(), testing::IsEmpty());
      broken_calls += publisher->unavailable();
    }
  }
  EXPECT_GT(broken_calls, 0) << "no crash hit a call";

  ASSERT_EQ(acknowledged.size(),
            static_cast<std::size_t>(kRounds * kPublishers * kCustomersPerPublisher));
  for (const Acknowledged& each : acknowledged) {
    EXPECT_EQ(gateway.client.CountFound(each.event.customer_id(), {each.event.id()}), 1)
        << each.event.customer_id();
  }
  EXPECT_TRUE(Await([&] { return gateway.client.Stats("follow-up").active() == 0; }));
  const auto stats = gateway.client.Stats("follow-up");
  EXPECT_EQ(stats.entered(), acknowledged.size());
  EXPECT_EQ(stats.ended().at("completed"), acknowledged.size());
  EXPECT_EQ(stats.steps(1).outcomes().at("sent"), acknowledged.size());
  std::map<std::string, LoggedMessage> by_customer;
  std::set<std::string> send_ids;
  for (const LoggedMessage& message : gateway.Messages()) {
    EXPECT_TRUE(send_ids.insert(message.send_id).second) << message.send_id << " came twice";
    EXPECT_TRUE(by_customer.emplace(message.customer, message).second) << message.customer;
  }
  for (const Acknowledged& each : acknowledged) {
    const auto message = by_customer.find(each.event.customer_id());
    ASSERT_NE(message, by_customer.end()) << each.event.customer_id() << " got nothing";
    EXPECT_GE(message->second.time, each.earliest + kWait) << each.event.customer_id();
  }
}

}  // namespace
}  // namespace usher::integration
