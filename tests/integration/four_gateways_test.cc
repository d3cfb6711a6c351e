// Caps over four gateways and a provider that fails at random, judged by the provider's own clock.

#include <algorithm>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "tests/integration/running_gateway.h"
#include "tests/support/scripted_server.h"

namespace usher::integration {
namespace {

constexpr int kGateways = 4;
constexpr int kCustomers = 200;
constexpr int kTriggers = 50;
constexpr std::size_t kMax = 3;
constexpr absl::Duration kWindow = absl::Seconds(3);
// Times are kept in whole milliseconds.
constexpr absl::Duration kResolution = absl::Milliseconds(1);

constexpr char kPolicy[] = "policy: test\nconsent: opt_out\ncaps: [{ max: 3, per: 3s }]\n";
constexpr char kNotes[] = R"(
journey: notes
enter: { on: Note, key: event.n }
steps:
  - send: { channels: [push, sms], template: note, expire: 7s }
templates:
  note: { push: { title: "{{ event.n }}", body: Hi }, sms: { text: "{{ event.n }}" } }
)";

std::string NameOf(int customer) { return absl::StrCat("c", customer); }

// Takes messages, refuses some for good, and of some that it takes it does not say so.
class FailingProvider {
 public:
  // When each customer's messages came, and what else happened.
  struct Account {
    std::map<std::string, std::vector<absl::Time>> taken;
    std::set<std::string> ids;
    int refused = 0;
    int silent = 0;
    int repeated = 0;
  };

  Account account() const {
    const std::lock_guard lock(mutex_);
    return account_;
  }
  std::string url() const { return server_.url(); }

 private:
  // False ends the connection without an answer.
  bool Answer(const std::string& request, support::ServedConnection& connection) {
    const absl::Time now = absl::Now();
    const auto body = base::ParseJson(request.substr(request.find("\r\n\r\n") + 4));
    if (!body.ok()) return false;
    const base::Value& message = *body->Find("data");
    const std::string id = *message.Find("send_id")->as_string();
    const std::lock_guard lock(mutex_);
    const int luck = std::uniform_int_distribution<int>(1, 100)(dice_);
    if (luck <= 20) {
      ++account_.refused;
      return connection.Write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    }
    account_.taken[*message.Find("customer_id")->as_string()].push_back(now);
    if (!account_.ids.insert(id).second) ++account_.repeated;
    if (luck <= 30) {
      ++account_.silent;
      return false;
    }
    return connection.Write("HTTP/1.1 204 No Content\r\n\r\n");
  }

  mutable std::mutex mutex_;
  std::mt19937_64 dice_{4};
  Account account_;
  support::ScriptedServer server_{[this](support::ServedConnection& connection) {
    for (std::string request; !(request = connection.ReadRequest()).empty();) {
      if (!Answer(request, connection)) return;
    }
  }};
};

class FourGatewaysTest : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(folder_.path() + "/secrets") << "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";
    std::ofstream providers(folder_.path() + "/providers.yaml");
    providers << "channels:\n";
    for (const char* channel : {"push", "sms"}) {
      providers << "  " << channel << ":\n    webhook:\n      url: " << provider_.url()
                << "\n      secrets_file: " << folder_.path() << "/secrets\n"
                << "      allow_private: 127.0.0.1\n"
                << "    retry: at_most_once\n    breaker: { failures: 0 }\n";
    }
    providers.close();
    for (int i = 0; i < kGateways; ++i) {
      gateways_.push_back(std::make_unique<RunningGateway>(
          std::vector<std::string>{"--redis", redis_.url(), "--providers",
                                   folder_.path() + "/providers.yaml"},
          kPolicy));
    }
    Client(0).Apply(kNotes);
    for (int customer = 0; customer < kCustomers; ++customer) {
      Client(customer).AddCustomer(NameOf(customer), {v1::CHANNEL_PUSH, v1::CHANNEL_SMS});
    }
    for (int i = 1; i < kGateways; ++i) AwaitJourneyOn(i);
  }

  support::GatewayClient& Client(int number) {
    return gateways_[static_cast<std::size_t>(number) % gateways_.size()]->client;
  }

  // Every gateway notices a journey applied elsewhere by itself. The probe has no address.
  void AwaitJourneyOn(int gateway) {
    const absl::Time deadline = absl::Now() + absl::Seconds(10);
    for (int i = 0; Publish(gateway, absl::StrCat("probe", gateway), i).runs_entered() == 0; ++i) {
      ASSERT_LT(absl::Now(), deadline) << "the journey does not come to gateway " << gateway;
    }
  }

  v1::PublishResult Publish(int gateway, const std::string& customer, int trigger) {
    return Client(gateway).Publish(support::MakeEvent(absl::StrCat("e", trigger), customer, "Note",
                                                      absl::StrCat("{\"n\":\"", trigger, "\"}")));
  }

  // Each trigger of a customer comes through another gateway than the one before.
  void PublishAll() {
    std::vector<std::thread> publishers;
    for (int thread = 0; thread < 2 * kGateways; ++thread) {
      publishers.emplace_back([this, thread] {
        for (int trigger = 0; trigger < kTriggers; ++trigger) {
          for (int customer = thread; customer < kCustomers; customer += 2 * kGateways) {
            Publish(customer + trigger, NameOf(customer), trigger);
          }
        }
      });
    }
    for (std::thread& publisher : publishers) publisher.join();
  }

  void AwaitEnd() {
    const absl::Time deadline = absl::Now() + absl::Minutes(2);
    while (Client(0).Stats("notes").active() > 0) ASSERT_LT(absl::Now(), deadline);
  }

  support::ScratchRedis redis_;
  support::ScratchDir folder_;
  FailingProvider provider_;
  std::vector<std::unique_ptr<RunningGateway>> gateways_;
};

TEST_F(FourGatewaysTest, NoWindowIsExceededByTheProvidersClockAndDefiniteFailuresAreGivenBack) {
  PublishAll();
  AwaitEnd();
  const FailingProvider::Account account = provider_.account();
  std::size_t taken = 0;
  for (int customer = 0; customer < kCustomers; ++customer) {
    const std::string name = NameOf(customer);
    const auto found = account.taken.find(name);
    ASSERT_NE(found, account.taken.end()) << name;
    std::vector<absl::Time> times = found->second;
    std::sort(times.begin(), times.end());
    taken += times.size();
    for (std::size_t i = kMax; i < times.size(); ++i) {
      EXPECT_GE(times[i] - times[i - kMax], kWindow - kResolution) << name << ", message " << i;
    }
    EXPECT_EQ(static_cast<std::size_t>(Client(customer).GetCustomer(name).contacts_size()),
              times.size())
        << name << ": what counts is what the provider took";
  }
  EXPECT_EQ(account.repeated, 0);
  const auto outcomes = Client(0).Stats("notes").steps(0).outcomes();
  EXPECT_EQ(outcomes.at("sent") + outcomes.at("unknown"), taken);
  EXPECT_EQ(outcomes.at("unknown"), static_cast<std::uint64_t>(account.silent));
  // Or nothing was tested.
  EXPECT_GE(taken, static_cast<std::size_t>(kCustomers) * 2 * kMax);
  EXPECT_GE(account.refused, 200);
  EXPECT_GE(account.silent, 50);
  EXPECT_GE(outcomes.at("capped"), static_cast<std::uint64_t>(kCustomers));
}

}  // namespace
}  // namespace usher::integration
