#include "provider/subscriber_provider.h"

#include <chrono>
#include <future>
#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using std::chrono::steady_clock;

class SubscriberProviderTest : public testing::Test {
 protected:
  void Make(absl::Duration report_within = absl::Hours(1)) {
    provider_ = std::make_unique<SubscriberProvider>(
        SubscriberProviderConfig{.channel = "push", .instance = 1, .report_within = report_within});
  }
  void Send(std::uint64_t id, steady_clock::duration start_within = std::chrono::hours(1)) {
    Send(id, "ada", steady_clock::now() + start_within);
  }
  void Send(std::uint64_t id, const std::string& customer,
            steady_clock::time_point start_by = steady_clock::now() + std::chrono::hours(1)) {
    journey::Message message;
    message.send_id = id;
    message.customer = base::CustomerId::Known(customer);
    message.attempt = 1;
    auto ended = std::make_shared<std::promise<messages::AttemptReport>>();
    ends_[id] = ended->get_future();
    provider_->SendBefore(message, start_by, [ended](messages::AttemptReport report) {
      ended->set_value(std::move(report));
    });
  }
  std::uint64_t Join(std::uint32_t capacity) {
    return *provider_->Join([] {}, capacity);
  }
  std::vector<std::uint64_t> Take(std::uint64_t subscriber) {
    std::vector<std::uint64_t> ids;
    for (const auto& message : provider_->Take(subscriber).deliveries) {
      ids.push_back(message->send_id);
    }
    return ids;
  }
  bool Over(std::uint64_t id) {
    return ends_[id].wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }
  messages::AttemptReport End(std::uint64_t id) { return ends_[id].get(); }

  std::unique_ptr<SubscriberProvider> provider_;
  std::map<std::uint64_t, std::future<messages::AttemptReport>> ends_;
};

TEST_F(SubscriberProviderTest, WithoutSubscribersAnAttemptDoesNotStartAndComesBack) {
  Make();
  Send(1);
  const auto end = End(1);
  EXPECT_EQ(end.result, AttemptResult::kNotStarted);
  EXPECT_EQ(end.detail, "no subscriber of push is connected");
  EXPECT_EQ(end.retry_after, absl::Seconds(5));
}

TEST_F(SubscriberProviderTest, NobodyGetsMoreThanHeCanHold) {
  Make();
  const auto one = Join(2);
  for (const std::uint64_t id : {1U, 2U, 3U}) Send(id);
  EXPECT_THAT(Take(one), testing::ElementsAre(1, 2));
  EXPECT_TRUE(Take(one).empty());
  EXPECT_TRUE(provider_->Report(one, 1, 1, {AttemptResult::kSent, ""}));
  EXPECT_EQ(End(1).result, AttemptResult::kSent);
  EXPECT_THAT(Take(one), testing::ElementsAre(3));
}

TEST_F(SubscriberProviderTest, SeveralShareTheWork) {
  Make();
  const auto one = Join(100);
  const auto other = Join(100);
  for (std::uint64_t id = 1; id <= 10; ++id) Send(id);
  EXPECT_EQ(Take(one).size(), 5U);
  EXPECT_EQ(Take(other).size(), 3U) << "half of what is left";
}

TEST_F(SubscriberProviderTest, OnlyTheHolderOfAnAttemptReportsOnIt) {
  Make();
  const auto one = Join(10);
  const auto other = Join(10);
  Send(1);
  ASSERT_EQ(Take(one).size(), 1U);
  EXPECT_FALSE(provider_->Report(other, 1, 1, {AttemptResult::kSent, ""}));
  EXPECT_FALSE(provider_->Report(one, 1, 2, {AttemptResult::kSent, ""})) << "another attempt";
  EXPECT_TRUE(provider_->Report(one, 1, 1, {AttemptResult::kSent, ""}));
  EXPECT_FALSE(provider_->Report(one, 1, 1, {AttemptResult::kSent, ""})) << "twice";
}

TEST_F(SubscriberProviderTest, NobodyKnowsTheFateOfWhatOneWhoLeavesHeldAndTheRestIsForOthers) {
  Make();
  const auto one = Join(1);
  const auto other = Join(1);
  Send(1);
  Send(2);
  ASSERT_EQ(Take(one).size(), 1U);
  provider_->Leave(one);
  EXPECT_EQ(End(1).result, AttemptResult::kUnknown);
  EXPECT_THAT(Take(other), testing::ElementsAre(2));
}

TEST_F(SubscriberProviderTest, WhenTheLastLeavesNothingWaits) {
  Make();
  const auto one = Join(1);
  Send(1);
  provider_->Leave(one);
  EXPECT_EQ(End(1).result, AttemptResult::kNotStarted);
}

TEST_F(SubscriberProviderTest, OneWhoClosesReportsOnWhatHeHolds) {
  Make();
  const auto one = Join(2);
  Send(1);
  ASSERT_EQ(Take(one).size(), 1U);
  provider_->Close(one);
  Send(2);
  EXPECT_EQ(End(2).result, AttemptResult::kNotStarted);
  EXPECT_EQ(provider_->Held(one), 1U);
  EXPECT_TRUE(provider_->Report(one, 1, 1, {AttemptResult::kSent, ""}));
  EXPECT_EQ(provider_->Held(one), 0U);
}

TEST_F(SubscriberProviderTest, NothingStartsAfterItsTime) {
  Make();
  const auto one = Join(10);
  Send(1, std::chrono::milliseconds(-1));
  EXPECT_TRUE(Take(one).empty());
  EXPECT_EQ(End(1).result, AttemptResult::kNotStarted);
}

TEST_F(SubscriberProviderTest, WhatWaitsTooLongIsGivenUpByItself) {
  Make();
  Join(0);
  Send(1, std::chrono::milliseconds(1));
  const auto end = End(1);
  EXPECT_EQ(end.result, AttemptResult::kNotStarted);
  EXPECT_EQ(end.detail, "every subscriber holds as many deliveries as it can");
}

TEST_F(SubscriberProviderTest, WhatIsNotReportedIsTakenBack) {
  Make(absl::Milliseconds(1));
  const auto one = Join(10);
  Send(1);
  provider_->Take(one);
  EXPECT_EQ(End(1).result, AttemptResult::kUnknown);
  EXPECT_THAT(provider_->Take(one).taken_back, testing::ElementsAre(1));
  EXPECT_EQ(provider_->Held(one), 0U);
}

TEST_F(SubscriberProviderTest, WhatWaitsCanBeCalledOffButNotWhatIsHeld) {
  Make();
  const auto one = Join(1);
  Send(1);
  Send(2);
  ASSERT_THAT(Take(one), testing::ElementsAre(1));
  EXPECT_FALSE(provider_->Recall(1));
  EXPECT_TRUE(provider_->Recall(2));
  EXPECT_EQ(End(2).result, AttemptResult::kNotStarted);
  EXPECT_FALSE(Over(1));
}

TEST_F(SubscriberProviderTest, TheEndReportsOnEverything) {
  Make();
  const auto one = Join(1);
  Send(1);
  Send(2);
  ASSERT_EQ(Take(one).size(), 1U);
  provider_.reset();
  EXPECT_EQ(End(1).result, AttemptResult::kUnknown);
  EXPECT_EQ(End(2).result, AttemptResult::kNotStarted);
}

TEST_F(SubscriberProviderTest, SubscribersAreBounded) {
  Make();
  for (int i = 0; i < 64; ++i) Join(1);
  EXPECT_EQ(provider_->Join([] {}, 1).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(SubscriberProviderTest, WhoeverJoinsBringsBackThoseWhoWereTurnedAway) {
  Make();
  std::vector<std::string> told;
  provider_->OnReturn([&](const std::vector<base::CustomerId>& waiting) {
    for (const base::CustomerId& customer : waiting) told.emplace_back(customer.name());
  });
  Send(1, "ada");
  Send(2, "ada");
  Send(3, "bob");
  const auto first = Join(1);
  EXPECT_THAT(told, testing::UnorderedElementsAre("ada", "bob"));
  told.clear();
  Send(4, "eve");
  provider_->Leave(first);
  Join(1);
  EXPECT_THAT(told, testing::ElementsAre("eve")) << "the last one left before he took it";
  told.clear();
  Join(1);
  EXPECT_THAT(told, testing::IsEmpty());
}

}  // namespace
}  // namespace usher::provider
