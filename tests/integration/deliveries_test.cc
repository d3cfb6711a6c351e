// Messages that programs of the shop take from a stream and deliver.

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <set>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using support::MakeEvent;
using Delivery = v1::SubscribeResponse::Delivery;

constexpr char kNews[] = R"(
journey: news
enter: { on: News, key: event.n, reenter: {} }
steps:
  - send: { id: news, channels: [push, email], template: news }
templates:
  news:
    push: { title: "News", body: "{{ event.n }}" }
    email: { subject: "News", text: "{{ event.n }}" }
)";

constexpr char kAtMostOnce[] = "channels: { push: { subscribers: {} } }\n";
constexpr char kAtLeastOnce[] = "channels: { push: { subscribers: {}, retry: at_least_once } }\n";

// A program that takes pushes. What it reads comes within 15 s or fails the test.
class Subscriber {
 public:
  Subscriber(support::GatewayClient& client, std::uint32_t capacity,
             v1::Channel channel = v1::CHANNEL_PUSH) {
    context_.set_wait_for_ready(true);
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(15));
    stream_ = client.deliveries().Subscribe(&context_);
    v1::SubscribeRequest request;
    request.mutable_start()->set_channel(channel);
    request.mutable_start()->set_capacity(capacity);
    stream_->Write(request);
  }
  // Waits until deliveries can come.
  Subscriber& Joined() {
    EXPECT_EQ(Read().deliveries_size(), 0);
    return *this;
  }
  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;
  ~Subscriber() { context_.TryCancel(); }

  v1::SubscribeResponse Read() {
    v1::SubscribeResponse response;
    EXPECT_TRUE(stream_->Read(&response)) << "the stream ended";
    return response;
  }
  // So many deliveries.
  std::vector<Delivery> Take(std::size_t count) {
    std::vector<Delivery> taken;
    while (taken.size() < count && !testing::Test::HasFailure()) {
      const v1::SubscribeResponse response = Read();
      taken.insert(taken.end(), response.deliveries().begin(), response.deliveries().end());
    }
    return taken;
  }
  void Report(const Delivery& delivery, v1::DeliveryResult result, const std::string& detail = "") {
    v1::SubscribeRequest request;
    auto* report = request.add_reports();
    report->set_send_id(delivery.send_id());
    report->set_attempt(delivery.attempt());
    report->set_result(result);
    report->set_detail(detail);
    stream_->Write(request);
  }
  // As if its process had died.
  void Die() {
    context_.TryCancel();
    v1::SubscribeResponse response;
    while (stream_->Read(&response)) {
    }
    stream_->Finish();
  }
  grpc::Status End() {
    v1::SubscribeResponse response;
    while (stream_->Read(&response)) {
    }
    return stream_->Finish();
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::SubscribeRequest, v1::SubscribeResponse>> stream_;
};

// `usherctl deliveries watch push` in a process of its own, which never says what became of a
// delivery.
class SubscriberProcess {
 public:
  explicit SubscriberProcess(const std::string& address) {
    int input[2];
    int output[2];
    EXPECT_EQ(pipe2(input, O_CLOEXEC), 0);
    EXPECT_EQ(pipe2(output, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    std::vector<std::string> arguments = {USHERCTL_PATH, "--server", address,
                                          "deliveries",  "watch",    "push"};
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    EXPECT_EQ(posix_spawn(&pid_, USHERCTL_PATH, &actions, nullptr, pointers.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(input[0]);
    close(output[1]);
    silence_ = input[1];
    output_ = fdopen(output[0], "r");
  }
  SubscriberProcess(const SubscriberProcess&) = delete;
  SubscriberProcess& operator=(const SubscriberProcess&) = delete;
  ~SubscriberProcess() {
    if (pid_ != 0) Kill9();
    close(silence_);
    std::fclose(output_);
  }

  // Waits for a delivery, which the process holds from then on; a line of JSON.
  std::string Hold() {
    char line[4096] = "";
    EXPECT_NE(std::fgets(line, sizeof(line), output_), nullptr) << "it ended";
    return line;
  }
  void Kill9() {
    kill(pid_, SIGKILL);
    waitpid(std::exchange(pid_, 0), nullptr, 0);
  }

 private:
  pid_t pid_ = 0;
  int silence_ = -1;
  std::FILE* output_ = nullptr;
};

class DeliveriesTest : public testing::Test {
 protected:
  void Start(const std::string& providers, const std::vector<std::string>& more = {}) {
    std::vector<std::string> flags = StandingClock();
    flags.insert(flags.end(), more.begin(), more.end());
    gateway_ = std::make_unique<RunningGateway>(flags, "", providers);
    client().Apply(kNews);
    for (const char* name : {"anna", "bert", "carl"}) {
      client().AddCustomer(name, {v1::CHANNEL_PUSH, v1::CHANNEL_EMAIL});
    }
  }
  support::GatewayClient& client() { return gateway_->client; }
  void Publish(const std::string& customer, const std::string& n = "1") {
    client().Publish(
        MakeEvent(absl::StrCat("e", n), customer, "News", absl::StrCat(R"({"n":")", n, R"("})")));
  }
  // Waits until something was decided about the customer; why.
  std::string AwaitDecision(const std::string& customer, const std::string& what) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (std::chrono::steady_clock::now() < deadline) {
      for (const auto& decision : client().Explain(customer)) {
        if (decision.what() == what) return decision.why();
      }
    }
    ADD_FAILURE() << what << " is not decided about " << customer;
    return "";
  }
  // Moves the clock while something else goes on: it stands until what is due is done.
  std::thread Advance(absl::Duration by) {
    return std::thread([this, by] { client().Advance(by); });
  }

  std::unique_ptr<RunningGateway> gateway_;
};

TEST_F(DeliveriesTest, ASubscriberHoldsNoMoreThanItCan) {
  Start(kAtMostOnce, {"--attempt-start-within", "5s"});
  Subscriber subscriber(client(), 2);
  subscriber.Joined();
  for (const char* name : {"anna", "bert", "carl"}) Publish(name);
  std::vector<Delivery> held = subscriber.Take(2);
  ASSERT_EQ(held.size(), 2U);
  EXPECT_EQ(held[0].content().at("title"), "News");
  EXPECT_EQ(held[0].channel(), v1::CHANNEL_PUSH);
  EXPECT_EQ(held[0].address(), absl::StrCat(held[0].customer_id(), "@1"));
  EXPECT_EQ(held[0].journey(), "news");
  EXPECT_EQ(held[0].send_id().size(), 16U);
  subscriber.Report(held[0], v1::DELIVERY_RESULT_ACCEPTED);
  const std::vector<Delivery> third = subscriber.Take(1);
  ASSERT_EQ(third.size(), 1U) << "there is room for one more";
  subscriber.Report(held[1], v1::DELIVERY_RESULT_ACCEPTED);
  subscriber.Report(third[0], v1::DELIVERY_RESULT_BLOCKED, "token is dead");
  EXPECT_THAT(AwaitDecision(third[0].customer_id(), "failed"), testing::HasSubstr("token is dead"));
  for (const Delivery& each : {held[0], held[1], third[0]}) {
    AwaitDecision(each.customer_id(), "sent");
  }
  ASSERT_EQ(gateway_->Messages().size(), 1U) << "by email, which goes to the log";
  EXPECT_EQ(client().Stats("news").steps(0).sent_by_channel().at("push"), 2U);
}

TEST_F(DeliveriesTest, AMessageWaitsForASubscriber) {
  Start(kAtMostOnce);
  Publish("anna");
  EXPECT_THAT(AwaitDecision("anna", "retry"),
              testing::HasSubstr("no subscriber of push is connected"));
  EXPECT_EQ(client().GetCustomer("anna").contacts_size(), 0) << "nothing was sent, nothing counts";
  client().Advance(absl::Minutes(5));
  EXPECT_EQ(client().Stats("news").active(), 1U) << "it is not given up";

  // It need not wait any longer: the clock stands.
  Subscriber subscriber(client(), 10);
  const std::vector<Delivery> taken = subscriber.Joined().Take(1);
  ASSERT_EQ(taken.size(), 1U);
  subscriber.Report(taken[0], v1::DELIVERY_RESULT_ACCEPTED);
  AwaitDecision("anna", "sent");
}

TEST_F(DeliveriesTest, WhatADeadSubscriberHeldCountsAsSentAtMostOnce) {
  Start(kAtMostOnce);
  Subscriber subscriber(client(), 10);
  subscriber.Joined();
  Publish("anna");
  subscriber.Take(1);
  subscriber.Die();
  EXPECT_THAT(AwaitDecision("anna", "unknown"), testing::HasSubstr("left without a report"));
  EXPECT_EQ(client().GetCustomer("anna").contacts_size(), 1);
  EXPECT_EQ(client().Stats("news").active(), 0U);
}

TEST_F(DeliveriesTest, WhatADeadSubscriberHeldGoesToAnotherAtLeastOnce) {
  Start(kAtLeastOnce);
  Delivery first;
  {
    Subscriber subscriber(client(), 10);
    subscriber.Joined();
    Publish("anna");
    first = subscriber.Take(1).at(0);
    subscriber.Die();
  }
  AwaitDecision("anna", "retry");
  EXPECT_EQ(client().GetCustomer("anna").contacts_size(), 1) << "it may have reached her";
  Subscriber other(client(), 10);
  other.Joined();
  std::thread clock = Advance(absl::Minutes(10));
  const Delivery again = other.Take(1).at(0);
  EXPECT_EQ(again.send_id(), first.send_id());
  EXPECT_GT(again.attempt(), first.attempt());
  other.Report(again, v1::DELIVERY_RESULT_ACCEPTED);
  clock.join();
  AwaitDecision("anna", "sent");
  EXPECT_EQ(client().GetCustomer("anna").contacts_size(), 1) << "one message counts once";
}

TEST_F(DeliveriesTest, WhatAKilledProcessHeldGoesToAnother) {
  Start(kAtLeastOnce);
  SubscriberProcess killed(gateway_->process.address());
  std::string line;
  std::atomic<bool> dead = false;
  std::thread death([&] {
    line = killed.Hold();
    killed.Kill9();
    dead = true;
  });
  Publish("anna");
  // It comes again and again until the process has joined.
  while (!dead) client().Advance(absl::Seconds(5));
  death.join();
  ASSERT_THAT(line, testing::HasSubstr(R"("customer_id":"anna")"));
  AwaitDecision("anna", "retry");

  Subscriber next(client(), 10);
  next.Joined();
  std::thread clock = Advance(absl::Minutes(10));
  const Delivery again = next.Take(1).at(0);
  EXPECT_THAT(line, testing::HasSubstr(again.send_id()));
  next.Report(again, v1::DELIVERY_RESULT_ACCEPTED);
  clock.join();
  AwaitDecision("anna", "sent");
  EXPECT_EQ(client().GetCustomer("anna").contacts_size(), 1) << "one message counts once";
}

TEST_F(DeliveriesTest, WhenOneOfSeveralDiesEverybodyGetsHisMessage) {
  Start(kAtLeastOnce, {"--attempt-start-within", "5s"});
  constexpr int kCustomers = 20;
  std::set<std::string> expected;
  for (int i = 0; i < kCustomers; ++i) {
    const std::string name = absl::StrCat("c", i);
    client().AddCustomer(name, {v1::CHANNEL_PUSH});
    expected.insert(name);
  }
  Subscriber dies(client(), 5);
  dies.Joined();
  for (const std::string& name : expected) Publish(name);
  dies.Take(5);
  // The rest waits, for there is no room.
  Subscriber stays(client(), 100);
  stays.Joined();
  dies.Die();
  std::set<std::string> reached;
  std::thread clock = Advance(absl::Minutes(10));
  while (reached.size() < expected.size() && !HasFailure()) {
    for (const Delivery& delivery : stays.Take(1)) {
      EXPECT_TRUE(reached.insert(delivery.customer_id()).second) << "twice";
      stays.Report(delivery, v1::DELIVERY_RESULT_DELIVERED);
    }
  }
  clock.join();
  EXPECT_EQ(reached, expected);
  EXPECT_EQ(client().Stats("news").steps(0).sent_by_channel().at("push"), 20U);
  EXPECT_EQ(client().Stats("news").active(), 0U);
}

TEST_F(DeliveriesTest, AThrottledMessageIsTriedAgainAndADeadAddressIsRemembered) {
  Start(kAtMostOnce);
  Subscriber subscriber(client(), 10);
  subscriber.Joined();
  Publish("anna");
  subscriber.Report(subscriber.Take(1).at(0), v1::DELIVERY_RESULT_THROTTLED, "quota");
  EXPECT_THAT(AwaitDecision("anna", "retry"), testing::HasSubstr("quota"));
  EXPECT_EQ(client().GetCustomer("anna").contacts_size(), 0);
  std::thread clock = Advance(absl::Minutes(10));
  const Delivery again = subscriber.Take(1).at(0);
  EXPECT_GT(again.attempt(), 1U);
  subscriber.Report(again, v1::DELIVERY_RESULT_DEAD_ADDRESS);
  clock.join();
  AwaitDecision("anna", "sent");
  EXPECT_EQ(client().Stats("news").steps(0).sent_by_channel().at("email"), 1U);
  Publish("anna", "2");
  AwaitDecision("anna", "unreachable");
}

TEST_F(DeliveriesTest, WhatAKilledGatewayHandedOverGoesOutAgainAtLeastOnce) {
  Start(kAtLeastOnce);
  Subscriber subscriber(client(), 10);
  subscriber.Joined();
  Publish("anna");
  const Delivery first = subscriber.Take(1).at(0);
  gateway_->process.Kill9();
  gateway_->process.Restart();
  support::GatewayClient after(gateway_->process.address());
  Subscriber next(after, 10);
  next.Joined();
  std::thread later([&after] { after.Advance(absl::Minutes(10)); });
  const Delivery again = next.Take(1).at(0);
  EXPECT_EQ(again.send_id(), first.send_id());
  next.Report(again, v1::DELIVERY_RESULT_ACCEPTED);
  later.join();
}

TEST_F(DeliveriesTest, WhatIsNotReportedInTimeIsTakenBack) {
  Start("channels: { push: { subscribers: {}, timeout: 100ms } }\n");
  Subscriber subscriber(client(), 10);
  subscriber.Joined();
  Publish("anna");
  const Delivery late = subscriber.Take(1).at(0);
  EXPECT_THAT(subscriber.Read().taken_back(), testing::ElementsAre(late.send_id()));
  subscriber.Report(late, v1::DELIVERY_RESULT_ACCEPTED);
  EXPECT_THAT(subscriber.Read().ignored(), testing::ElementsAre(late.send_id()));
  EXPECT_THAT(AwaitDecision("anna", "unknown"), testing::HasSubstr("did not report within"));
}

TEST_F(DeliveriesTest, OnlyChannelsOfSubscribersCanBeSubscribed) {
  Start(kAtMostOnce);
  const grpc::Status status = Subscriber(client(), 1, v1::CHANNEL_SMS).End();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(status.error_message(), testing::HasSubstr("sms: { subscribers: {} }"));
  EXPECT_EQ(Subscriber(client(), 0).End().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(DeliveriesTest, AShutdownEndsSubscriptions) {
  Start(kAtMostOnce);
  Subscriber subscriber(client(), 1);
  subscriber.Joined();
  EXPECT_EQ(gateway_->process.Terminate(), 0);
  EXPECT_EQ(subscriber.End().error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace usher::integration
