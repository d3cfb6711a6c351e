// Two gateways on one Redis: promises hold for both together.

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using support::MakeEvent;

constexpr char kNotes[] = R"(
journey: notes
enter: { on: Note, key: event.n }
steps:
  - send: { channels: in_app, template: note, on_refusal: skip }
templates:
  note: { in_app: { text: "{{ event.n }}" } }
)";

class TwoGatewaysTest : public testing::Test {
 protected:
  void Start(const std::string& policy) {
    for (auto& gateway : gateways_) {
      gateway = std::make_unique<RunningGateway>(
          std::vector<std::string>{"--redis", redis_.url(), "--attempt-start-within", "200ms"},
          absl::StrCat("policy: test\nconsent: opt_out\n", policy));
    }
    gateways_[0]->client.Apply(kNotes);
    AwaitJourneyOnBoth();
  }

  // Every gateway notices a journey applied elsewhere by itself.
  void AwaitJourneyOnBoth() {
    const absl::Time deadline = absl::Now() + absl::Seconds(10);
    for (int i = 0; Client(1).Publish(Note(absl::StrCat("probe", i), "probe")).runs_entered() == 0;
         ++i) {
      ASSERT_LT(absl::Now(), deadline) << "the journey does not come to the other gateway";
    }
  }

  static v1::Event Note(const std::string& n, const std::string& customer) {
    return MakeEvent(n, customer, "Note", absl::StrCat("{\"n\":\"", n, "\"}"));
  }
  support::GatewayClient& Client(int gateway) {
    return gateways_[static_cast<std::size_t>(gateway) % 2]->client;
  }
  std::size_t CountMessages(const std::string& customer) const {
    std::size_t count = 0;
    for (const auto& gateway : gateways_) {
      for (const auto& message : gateway->Messages()) count += message.customer == customer;
    }
    return count;
  }
  // Waits until every run is over.
  void AwaitEnd() {
    const absl::Time deadline = absl::Now() + absl::Minutes(1);
    while (Client(0).Stats("notes").active() > 0) ASSERT_LT(absl::Now(), deadline);
  }
  void ExpectNothingAfter(const std::function<void()>& opt_out);
  // Does it in so many threads at once, each with its number.
  template <class Work>
  static void AtOnce(int threads, Work work) {
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i) running.emplace_back([&work, i] { work(i); });
    for (std::thread& thread : running) thread.join();
  }

  support::ScratchRedis redis_;
  std::unique_ptr<RunningGateway> gateways_[2];
};

TEST_F(TwoGatewaysTest, ACapHoldsForBothTogether) {
  Start("caps: [{ max: 3, per: 24h }]\n");
  AtOnce(10, [this](int thread) {
    for (int i = 0; i < 10; ++i) {
      Client(thread).Publish(Note(absl::StrCat("n", thread, "-", i), "anna"));
    }
  });
  AwaitEnd();
  EXPECT_EQ(CountMessages("anna"), 3U);
  const auto anna = Client(0).GetCustomer("anna");
  EXPECT_EQ(anna.contacts_size(), 3);
  EXPECT_EQ(anna.events_total(), 100U);
  const auto step = Client(1).Stats("notes").steps(0);
  EXPECT_EQ(step.outcomes().at("capped"), 97U);
}

TEST_F(TwoGatewaysTest, AnEventPublishedManyTimesAtOnceCountsOnce) {
  Start("");
  // Many customers, for only the first commits of each can meet.
  for (int i = 0; i < 50; ++i) {
    const std::string bert = absl::StrCat("bert-", i);
    std::atomic<int> firsts = 0;
    AtOnce(10, [&](int thread) {
      const auto result = Client(thread).Publish(Note("same", bert));
      EXPECT_EQ(result.runs_entered(), 1U);
      if (!result.duplicate()) ++firsts;
    });
    EXPECT_EQ(firsts, 1) << bert;
    EXPECT_EQ(Client(0).GetCustomer(bert).events_total(), 1U);
  }
  AwaitEnd();
  for (int i = 0; i < 50; ++i) EXPECT_EQ(CountMessages(absl::StrCat("bert-", i)), 1U) << i;
  EXPECT_EQ(Client(0).Stats("notes").entered(), 51U) << "with the probe's";
}

// Both send to carl until `opt_out` is acknowledged.
void TwoGatewaysTest::ExpectNothingAfter(const std::function<void()>& opt_out) {
  std::atomic<bool> stop = false;
  std::thread publisher([&] {
    for (int i = 0; !stop; ++i) Client(1).Publish(Note(absl::StrCat("n", i), "carl"));
    for (int i = 0; i < 20; ++i) Client(i).Publish(Note(absl::StrCat("late", i), "carl"));
  });
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (CountMessages("carl") < 20 && absl::Now() < deadline) std::this_thread::yield();

  opt_out();
  const std::size_t sent = CountMessages("carl");
  stop = true;
  publisher.join();
  AwaitEnd();

  EXPECT_GE(sent, 20U);
  EXPECT_EQ(CountMessages("carl"), sent);
  EXPECT_GE(Client(0).Stats("notes").steps(0).outcomes().at("opted_out"), 20U);
}

TEST_F(TwoGatewaysTest, AfterAnOptOutNeitherSends) {
  Start("");
  ExpectNothingAfter([&] {
    v1::SetConsentRequest request;
    request.set_customer_id("carl");
    request.add_consents()->set_granted(false);
    Client(0).Must(&v1::CustomerService::Stub::SetConsent, request);
  });
}

TEST_F(TwoGatewaysTest, AfterAnUnsubscriptionNeitherSends) {
  Start("");
  ExpectNothingAfter([&] {
    v1::Feedback out;
    out.set_id("u1");
    out.set_kind(v1::FEEDBACK_KIND_UNSUBSCRIBED);
    out.set_customer_id("carl");
    Client(0).Report(out);
  });
}

TEST_F(TwoGatewaysTest, OneGoesOnWhenTheOtherIsKilled) {
  Start("");
  Client(0).Apply(R"(
journey: later
enter: { on: Later }
steps:
  - wait: { for: 5s }
  - send: { channels: in_app, template: note }
templates:
  note: { in_app: { text: Hi } }
)");
  for (int i = 0; i < 20; ++i) {
    Client(0).Publish(MakeEvent("e1", absl::StrCat("late-", i), "Later"));
  }
  gateways_[0]->process.Kill9();
  const absl::Time deadline = absl::Now() + absl::Minutes(1);
  const auto sent_by_the_other = [this] {
    const auto messages = gateways_[1]->Messages();
    return std::count_if(messages.begin(), messages.end(),
                         [](const auto& message) { return message.journey == "later"; });
  };
  while (sent_by_the_other() < 20 && absl::Now() < deadline) std::this_thread::yield();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(CountMessages(absl::StrCat("late-", i)), 1U) << i;
}

TEST_F(TwoGatewaysTest, APausedJourneyIsPausedOnBoth) {
  Start("");
  v1::PauseRequest request;
  request.set_journey("notes");
  Client(0).Must(&v1::JourneyService::Stub::Pause, request);
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  for (int i = 0; Client(1).Publish(Note(absl::StrCat("p", i), "dora")).runs_entered() > 0; ++i) {
    ASSERT_LT(absl::Now(), deadline) << "the other gateway does not notice";
  }
}

}  // namespace
}  // namespace usher::integration
