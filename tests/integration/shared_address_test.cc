// Customers who share an address share the messages that go there.

#include <atomic>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"
#include "tests/support/scripted_server.h"
#include "usher/v1/policy_service.grpc.pb.h"

namespace usher::integration {
namespace {

using testing::HasSubstr;

constexpr char kNotes[] = R"(
journey: notes
enter: { on: Note, key: event.n }
steps:
  - send: { channels: sms, template: note, on_refusal: skip }
templates:
  note: { sms: { text: "{{ event.n }}" } }
)";

std::string PolicyOf(int max) {
  return absl::StrCat("policy: test\nconsent: opt_out\ncaps: [{ name: shared, max: ", max,
                      ", per: 24h, channels: sms, per_address: true }]\n");
}

void AddCustomer(support::GatewayClient& client, const std::string& customer,
                 const std::string& number) {
  v1::UpsertRequest request;
  request.set_customer_id(customer);
  auto* address = request.add_addresses();
  address->set_channel(v1::CHANNEL_SMS);
  address->set_address(number);
  client.Must(&v1::CustomerService::Stub::Upsert, request);
}

void Note(support::GatewayClient& client, const std::string& customer, const std::string& n) {
  client.Publish(support::MakeEvent(n, customer, "Note", absl::StrCat("{\"n\":\"", n, "\"}")));
}

// What the policy is said to hold against a text message now, first of all; "" for nothing.
std::string StandsAgainstSms(support::GatewayClient& client, const std::string& customer) {
  const auto stub = v1::PolicyService::NewStub(client.channel());
  v1::ExplainPolicyRequest request;
  request.set_customer_id(customer);
  v1::ExplainPolicyResponse response;
  grpc::ClientContext context;
  const grpc::Status status = stub->Explain(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  for (const auto& channel : response.channels()) {
    if (channel.channel() != v1::CHANNEL_SMS) continue;
    EXPECT_EQ(channel.allowed(), channel.obstacles().empty());
    return channel.obstacles().empty() ? "" : channel.obstacles(0).rule();
  }
  return "no such channel";
}

TEST(SharedAddressTest, TwoCustomersWithOneNumberShareItsCap) {
  RunningGateway gateway(StandingClock(), PolicyOf(1));
  gateway.client.Apply(kNotes);
  AddCustomer(gateway.client, "anna", "+43 660 1234567");
  AddCustomer(gateway.client, "bert", "0043660/1234567");
  AddCustomer(gateway.client, "carl", "+43 660 7654321");
  Note(gateway.client, "anna", "1");
  gateway.client.Advance(absl::Seconds(1));
  Note(gateway.client, "bert", "2");
  Note(gateway.client, "carl", "3");
  gateway.client.Advance(absl::Seconds(1));
  const auto messages = gateway.Messages();
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].customer, "anna");
  EXPECT_EQ(messages[1].customer, "carl");
  EXPECT_THAT(WhyOf(gateway.client.Explain("bert"), "capped"), HasSubstr("shared of the address"));
  EXPECT_EQ(StandsAgainstSms(gateway.client, "bert"), "shared of the address");
  EXPECT_EQ(StandsAgainstSms(gateway.client, "anna"), "shared");

  gateway.client.Advance(absl::Hours(24));
  Note(gateway.client, "bert", "4");
  gateway.client.Advance(absl::Seconds(1));
  EXPECT_EQ(gateway.Messages().size(), 3U);
}

TEST(SharedAddressTest, AnAddressIsNoCustomer) {
  RunningGateway gateway(StandingClock(), PolicyOf(1));
  gateway.client.Apply(kNotes);
  gateway.client.Apply(R"(
journey: daily
enter: { schedule: { cron: "0 12 * * *" } }
steps: [ wait: { for: 1h } ]
)");
  AddCustomer(gateway.client, "anna", "+43 660 1234567");
  Note(gateway.client, "anna", "1");
  gateway.client.Advance(absl::Hours(3));
  EXPECT_EQ(gateway.Messages().size(), 1U);
  EXPECT_EQ(gateway.client.Stats("daily").entered(), 1U);
}

// Refuses the first message for good and takes all others.
struct RefusingOnce {
  std::atomic<int> requests = 0;
  support::ScriptedServer server{[this](support::ServedConnection& connection) {
    while (!connection.ReadRequest().empty()) {
      const bool first = requests.fetch_add(1) == 0;
      connection.Write(first ? "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
                             : "HTTP/1.1 204 No Content\r\n\r\n");
    }
  }};
};

TEST(SharedAddressTest, WhatDefinitelyFailedForOneIsLeftToTheOther) {
  RefusingOnce provider;
  support::ScratchDir folder;
  std::ofstream(folder.path() + "/secrets") << "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";
  std::ofstream(folder.path() + "/providers.yaml")
      << "channels:\n  sms:\n    webhook:\n      url: " << provider.server.url()
      << "\n      secrets_file: " << folder.path() << "/secrets\n      allow_private: 127.0.0.1\n";
  std::vector<std::string> flags = StandingClock();
  flags.insert(flags.end(), {"--providers", folder.path() + "/providers.yaml"});
  RunningGateway gateway(flags, PolicyOf(1));
  gateway.client.Apply(kNotes);
  for (const char* customer : {"anna", "bert", "carl"}) {
    AddCustomer(gateway.client, customer, "+43 660 1234567");
  }
  for (const char* customer : {"anna", "bert", "carl"}) {
    Note(gateway.client, customer, customer);
    gateway.client.Advance(absl::Seconds(1));
  }
  EXPECT_EQ(provider.requests, 2);
  const auto outcomes = gateway.client.Stats("notes").steps(0).outcomes();
  EXPECT_EQ(outcomes.at("failed"), 1U);
  EXPECT_EQ(outcomes.at("sent"), 1U);
  EXPECT_EQ(outcomes.at("capped"), 1U);
}

TEST(SharedAddressTest, TheCapHoldsForManyCustomersAtOnceOverTwoGateways) {
  support::ScratchRedis redis;
  std::unique_ptr<RunningGateway> gateways[2];
  for (auto& gateway : gateways) {
    gateway = std::make_unique<RunningGateway>(std::vector<std::string>{"--redis", redis.url()},
                                               PolicyOf(3));
  }
  gateways[0]->client.Apply(kNotes);
  for (int i = 0; i < 10; ++i) {
    AddCustomer(gateways[0]->client, absl::StrCat("c", i), "+43 660 1234567");
  }
  const absl::Time deadline = absl::Now() + absl::Minutes(1);
  std::vector<std::thread> publishers;
  for (int i = 0; i < 10; ++i) {
    publishers.emplace_back([&, i] {
      support::GatewayClient& client = gateways[i % 2]->client;
      const std::string customer = absl::StrCat("c", i);
      for (int n = 0, entered = 0; entered < 10 && absl::Now() < deadline; ++n) {
        // A gateway that does not know the journey yet starts no run.
        entered +=
            static_cast<int>(client
                                 .Publish(support::MakeEvent(absl::StrCat("n", n), customer, "Note",
                                                             absl::StrCat("{\"n\":\"", n, "\"}")))
                                 .runs_entered());
      }
    });
  }
  for (std::thread& publisher : publishers) publisher.join();
  while (gateways[0]->client.Stats("notes").active() > 0) ASSERT_LT(absl::Now(), deadline);
  const auto stats = gateways[0]->client.Stats("notes");
  EXPECT_EQ(stats.entered(), 100U);
  EXPECT_EQ(gateways[0]->Messages().size() + gateways[1]->Messages().size(), 3U);
  EXPECT_EQ(stats.steps(0).outcomes().at("sent"), 3U);
  EXPECT_EQ(stats.steps(0).outcomes().at("capped"), 97U);
}

}  // namespace
}  // namespace usher::integration
