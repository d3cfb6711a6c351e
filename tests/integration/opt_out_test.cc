// Who opts out while messages are on their way: once that is acknowledged, no call to the provider
// starts.

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"

#include "tests/integration/gated_provider.h"
#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

constexpr char kNotes[] = R"(
journey: notes
enter: { on: Note }
steps:
  - send: { channels: push, template: note }
templates:
  note: { push: { title: Hi, body: Hi } }
)";

constexpr int kCustomers = 20;

// The provider takes one message at a time and answers none, so that one call is under way and all
// other messages, granted, wait in the channel for their turn.
class OptOutTest : public testing::Test {
 protected:
  OptOutTest() {
    for (auto& gateway : gateways_) {
      gateway = std::make_unique<RunningGateway>(
          std::vector<std::string>{"--redis", redis_.url(), "--attempt-start-within", "5s",
                                   "--attempt-lease", "20s"},
          "policy: test\nconsent: opt_out\n",
          WebhookAt(provider_, folder_.path() + "/secrets", "    concurrency: 1\n"));
    }
    Client(0).Apply(kNotes);
    for (int i = 0; i < kCustomers; ++i) Client(0).AddCustomer(NameOf(i), {v1::CHANNEL_PUSH});
    provider_.Close();
    for (int i = 0; i < kCustomers; ++i) {
      Client(0).Publish(support::MakeEvent("e", NameOf(i), "Note"));
    }
    provider_.AwaitWaiting(1);
  }

  static std::string NameOf(int customer) { return absl::StrCat("c", customer); }
  support::GatewayClient& Client(int gateway) { return gateways_[gateway]->client; }

  // Returns when the gateway has acknowledged it.
  void OptOut(int gateway, const std::string& customer) {
    v1::SetConsentRequest request;
    request.set_customer_id(customer);
    request.add_consents()->set_granted(false);
    Client(gateway).Must(&v1::CustomerService::Stub::SetConsent, request);
  }

  void AwaitEnd() {
    const absl::Time deadline = absl::Now() + absl::Minutes(1);
    while (Client(0).Stats("notes").active() > 0) ASSERT_LT(absl::Now(), deadline);
  }

  // Everybody but those of even numbers opted out.
  void ExpectOnlyEvenOnesAreSentTo(int calls_before) {
    int started_before = 0;
    for (int i = 0; i < kCustomers; ++i) {
      const int requests = provider_.RequestsFor(NameOf(i));
      if (i % 2 == 0) {
        EXPECT_EQ(requests, 1) << NameOf(i);
      } else {
        started_before += requests;
      }
    }
    EXPECT_LE(started_before, calls_before) << "calls to those who had opted out";
    const auto outcomes = Client(0).Stats("notes").steps(0).outcomes();
    EXPECT_GE(outcomes.at("opted_out"), static_cast<std::uint64_t>(kCustomers / 2 - calls_before));
  }

  support::ScratchRedis redis_;
  support::ScratchDir folder_;
  GatedProvider provider_;
  std::unique_ptr<RunningGateway> gateways_[2];
};

TEST_F(OptOutTest, NoCallStartsAfterItsAcknowledgementByTheGatewayThatSends) {
  for (int i = 1; i < kCustomers; i += 2) OptOut(0, NameOf(i));
  EXPECT_EQ(provider_.waiting(), 1U) << "all others wait still";
  provider_.Open();
  AwaitEnd();
  ExpectOnlyEvenOnesAreSentTo(1);
}

TEST_F(OptOutTest, NoCallStartsAfterItsAcknowledgementByAnotherGateway) {
  std::vector<std::thread> callers;
  for (int i = 1; i < kCustomers; i += 2) callers.emplace_back([this, i] { OptOut(1, NameOf(i)); });
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(provider_.waiting(), 1U) << "all others wait still";
  provider_.Open();
  AwaitEnd();
  ExpectOnlyEvenOnesAreSentTo(1);
}

}  // namespace
}  // namespace usher::integration
