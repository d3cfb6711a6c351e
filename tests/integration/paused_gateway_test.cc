// A gateway that is stopped in the middle of its attempts, as a machine that hangs is, while
// another one serves its customers: what may be sent at most once arrives at most once.

#include <csignal>
#include <memory>
#include <string>
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
enter: { on: Note, key: event.n }
steps:
  - send: { channels: push, template: note, expire: 1d }
templates:
  note: { push: { title: "{{ event.n }}", body: Hi } }
)";

// Attempts that are at the provider at once; as many customers have a message that waits for them.
constexpr std::size_t kAtOnce = 8;
constexpr int kCustomers = 24;

class PausedGatewayTest : public testing::Test {
 protected:
  // Two gateways with one Redis and one provider.
  void Start(const std::vector<std::string>& flags, const std::string& settings) {
    for (auto& gateway : gateways_) {
      std::vector<std::string> all = {"--redis", redis_.url()};
      all.insert(all.end(), flags.begin(), flags.end());
      gateway = std::make_unique<RunningGateway>(
          all, "policy: test\nconsent: opt_out\n",
          WebhookAt(provider_, folder_.path() + "/secrets",
                    absl::StrCat("    concurrency: ", kAtOnce, "\n", settings)));
    }
    Client(0).Apply(kNotes);
    for (int i = 0; i < kCustomers; ++i) Client(0).AddCustomer(NameOf(i), {v1::CHANNEL_PUSH});
    // A probe has no address, so nothing is sent to it.
    const absl::Time deadline = absl::Now() + absl::Seconds(10);
    for (int i = 0; Publish(1, "probe", i).runs_entered() == 0; ++i) {
      ASSERT_LT(absl::Now(), deadline) << "the journey does not come to the other gateway";
    }
  }

  static std::string NameOf(int customer) { return absl::StrCat("c", customer); }
  support::GatewayClient& Client(std::size_t gateway) { return gateways_[gateway]->client; }

  v1::PublishResult Publish(std::size_t gateway, const std::string& customer, int n) {
    return Client(gateway).Publish(support::MakeEvent(absl::StrCat("e", n), customer, "Note",
                                                      absl::StrCat("{\"n\":\"", n, "\"}")));
  }

  // Stops the first gateway for `span` while its attempts are at the provider or wait for their
  // turn, has the other one serve the same customers, and lets both go on.
  void PauseInMidAttempt(int round, absl::Duration span) {
    provider_.Close();
    for (int i = 0; i < kCustomers; ++i) Publish(0, NameOf(i), 2 * round);
    provider_.AwaitWaiting(kAtOnce);
    gateways_[0]->process.SendSignal(SIGSTOP);
    const absl::Time until = absl::Now() + span;
    provider_.Open();
    for (int i = 0; i < kCustomers; ++i) {
      EXPECT_EQ(Publish(1, NameOf(i), 2 * round + 1).runs_entered(), 1U);
    }
    absl::SleepFor(until - absl::Now());
    gateways_[0]->process.SendSignal(SIGCONT);
  }

  // Waits until every message has its outcome.
  void AwaitEnd() {
    const absl::Time deadline = absl::Now() + absl::Minutes(1);
    while (Client(1).Stats("notes").active() > 0) ASSERT_LT(absl::Now(), deadline);
  }

  // To be called at the end, after so many rounds.
  void ExpectEachAtMostOnce(int rounds) {
    std::size_t arrived = 0;
    for (const auto& [send, requests] : provider_.RequestsBySend()) {
      EXPECT_EQ(requests, 1) << send;
      ++arrived;
    }
    const auto outcomes = Client(1).Stats("notes").steps(0).outcomes();
    const std::uint64_t sent = outcomes.at("sent");
    const std::uint64_t unknown = outcomes.contains("unknown") ? outcomes.at("unknown") : 0;
    EXPECT_EQ(sent + unknown, static_cast<std::uint64_t>(rounds) * 2 * kCustomers);
    EXPECT_LE(arrived, sent + unknown);
    EXPECT_GE(arrived, sent) << "what counts as sent has arrived";
    // Or nothing was tested: the other gateway had to give up what the stopped one had in hand.
    EXPECT_GE(unknown, static_cast<std::uint64_t>(rounds) * kAtOnce);
    EXPECT_GE(sent, static_cast<std::uint64_t>(rounds) * kCustomers);
  }

  support::ScratchRedis redis_;
  support::ScratchDir folder_;
  GatedProvider provider_;
  std::unique_ptr<RunningGateway> gateways_[2];
};

TEST_F(PausedGatewayTest, WhatWasUnderWayArrivesAtMostOnceHoweverOftenThatHappens) {
  Start({"--attempt-start-within", "400ms", "--attempt-lease", "1s", "--claim-lease", "500ms"},
        "    timeout: 500ms\n");
  constexpr int kRounds = 4;
  for (int round = 0; round < kRounds; ++round) {
    PauseInMidAttempt(round, absl::Seconds(3));
    AwaitEnd();
  }
  ExpectEachAtMostOnce(kRounds);
}

TEST_F(PausedGatewayTest, AMinuteIsNoDifferentWithTheTimesThatAreTheDefault) {
  Start({}, "");
  PauseInMidAttempt(0, absl::Seconds(60));
  AwaitEnd();
  ExpectEachAtMostOnce(1);
}

}  // namespace
}  // namespace usher::integration
