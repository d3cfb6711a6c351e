#include "cli/publisher.h"

#include <sstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cli/event_lines.h"
#include "cli/verifier.h"
#include "tests/support/fake_gateway.h"
#include "tests/support/fake_timing.h"

namespace usher::cli {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class PublisherTest : public ::testing::Test {
 protected:
  static std::string Line(const std::string& id, const std::string& customer,
                          const std::string& more = "") {
    return absl::StrCat("{\"id\":\"", id, "\",\"customer_id\":\"", customer, "\",\"name\":\"x\"",
                        more, "}\n");
  }

  // `count` events for each of `customers`, in turn.
  static std::string Lines(int customers, int count) {
    std::string lines;
    for (int i = 0; i < count; ++i) {
      for (int c = 0; c < customers; ++c) lines += Line(absl::StrCat(i), absl::StrCat("c", c));
    }
    return lines;
  }

  PublishSummary Publish(const std::string& lines, const PublishOptions& options = {}) {
    std::istringstream in(lines);
    EventLines source(&in, lines.size());
    Progress progress("events", console_, &timing_);
    Publisher publisher(options, &connection_, &progress, &timing_);
    return publisher.Run(&source);
  }

  VerifySummary Verify(const std::string& lines) {
    std::istringstream in(lines);
    EventLines source(&in, lines.size());
    Progress progress("events", console_, &timing_);
    Verifier verifier(4, absl::Seconds(60), &connection_, &progress, &timing_);
    return verifier.Run(&source);
  }

  testing::FakeGateway gateway_;
  testing::FakeTiming timing_;
  std::ostringstream err_;
  const Console console_{.in = nullptr, .out = nullptr, .err = &err_};
  const Connection connection_{gateway_.address(), std::nullopt};
};

TEST_F(PublisherTest, KeepsTheOrderOfEachCustomer) {
  const PublishSummary summary = Publish(Lines(20, 50), {.batch = 7, .in_flight = 4});
  EXPECT_EQ(summary.published, 1000u);
  EXPECT_TRUE(summary.ok());
  std::vector<std::string> in_order;
  for (int i = 0; i < 50; ++i) in_order.push_back(absl::StrCat(i));
  const auto taken = gateway_.taken();
  EXPECT_THAT(taken, SizeIs(20));
  for (const auto& [customer, ids] : taken) EXPECT_EQ(ids, in_order) << customer;
}

TEST_F(PublisherTest, KeepsTheOrderWhenCallsFailInBetween) {
  gateway_.FailPublish(std::vector<grpc::Status>(
      10, grpc::Status(grpc::StatusCode::UNAVAILABLE, "the store is away")));
  const PublishSummary summary = Publish(Lines(5, 40), {.batch = 10, .in_flight = 2});
  EXPECT_EQ(summary.published, 200u);
  EXPECT_EQ(summary.failed, 0u);
  EXPECT_EQ(summary.retries, 10u);
  std::vector<std::string> in_order;
  for (int i = 0; i < 40; ++i) in_order.push_back(absl::StrCat(i));
  for (const auto& [customer, ids] : gateway_.taken()) EXPECT_EQ(ids, in_order) << customer;
  EXPECT_THAT(err_.str(), HasSubstr("UNAVAILABLE: the store is away; trying again"));
}

TEST_F(PublisherTest, WaitsAsLongAsAnOverloadedGatewayAsks) {
  gateway_.FailPublish(
      {testing::RefusalWithRetryInfo(grpc::StatusCode::RESOURCE_EXHAUSTED, absl::Seconds(3))});
  EXPECT_EQ(Publish(Lines(1, 1)).published, 1u);
  ASSERT_THAT(timing_.sleeps(), SizeIs(1));
  EXPECT_GE(timing_.sleeps()[0], absl::Seconds(3));
}

TEST_F(PublisherTest, SendsOnlyRefusedEventsAgain) {
  int refusals = 3;
  gateway_.RefuseEvents([&](const v1::Event& event) {
    return event.id() == "1" && refusals-- > 0 ? grpc::StatusCode::RESOURCE_EXHAUSTED : 0;
  });
  const PublishSummary summary = Publish(Lines(1, 3));
  EXPECT_EQ(summary.published, 3u);
  EXPECT_EQ(summary.duplicates, 0u);
  EXPECT_EQ(summary.retries, 3u);
}

TEST_F(PublisherTest, CountsDuplicatesApart) {
  Publish(Lines(2, 5));
  const PublishSummary again = Publish(Lines(2, 6));
  EXPECT_EQ(again.published, 2u);
  EXPECT_EQ(again.duplicates, 10u);
  EXPECT_EQ(again.failed, 0u);
  EXPECT_EQ(again.durability, v1::DURABILITY_LOCAL);
}

TEST_F(PublisherTest, NamesLineAndFieldOfWhatFailsAndGoesOn) {
  gateway_.RefuseEvents([](const v1::Event& event) {
    return event.id() == "bad" ? grpc::StatusCode::INVALID_ARGUMENT : 0;
  });
  const PublishSummary summary =
      Publish(Line("a", "c") + "nonsense\n" + Line("bad", "c") + Line("b", "c"));
  EXPECT_EQ(summary.published, 2u);
  EXPECT_EQ(summary.failed, 2u);
  EXPECT_FALSE(summary.ok());
  EXPECT_THAT(err_.str(), HasSubstr("error: line 2: not a JSON object"));
  EXPECT_THAT(err_.str(), HasSubstr("error: line 3: INVALID_ARGUMENT: name: refused"));
}

TEST_F(PublisherTest, GivesUpWhenNothingSucceedsForLong) {
  gateway_.FailPublishForGood(grpc::Status(grpc::StatusCode::UNAVAILABLE, "away"));
  const absl::Time start = timing_.Now();
  const PublishSummary summary = Publish(Lines(1, 1), {.retry_for = absl::Seconds(20)});
  EXPECT_EQ(summary.published, 0u);
  EXPECT_EQ(summary.failed, 1u);
  EXPECT_EQ(summary.gave_up.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(timing_.Now() - start, absl::Seconds(20));
}

TEST_F(PublisherTest, DoesNotRepeatACallThatFailsForGood) {
  gateway_.FailPublishForGood(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "what?"));
  const PublishSummary summary = Publish(Lines(1, 3), {.in_flight = 1});
  EXPECT_EQ(summary.failed, 3u);
  EXPECT_EQ(summary.retries, 0u);
}

TEST_F(PublisherTest, SendsPropertiesAsTheyAre) {
  Publish(Line("e", "c", R"(,"properties":{ "price": 9.50 })"));
  ASSERT_THAT(gateway_.events(), SizeIs(1));
  EXPECT_EQ(gateway_.events()[0].properties_json(), R"({ "price": 9.50 })");
}

TEST_F(PublisherTest, KeepsTheRate) {
  const absl::Time start = timing_.Now();
  Publish(Lines(1, 11), {.rate = 2});
  EXPECT_EQ(timing_.Now() - start, absl::Seconds(5));
}

TEST_F(PublisherTest, HoldsAnEventBackUntilTheGatewaysClockReachesIt) {
  // The fake's clock goes on by an hour with each question, and stands still in between.
  gateway_.SetClock(absl::FromUnixSeconds(0), 0);
  EXPECT_EQ(Publish(Line("e", "c", R"(,"time":"1970-01-01T02:30:00Z")"), {.pace = true}).published,
            1u);
  EXPECT_THAT(timing_.sleeps(), SizeIs(3));
  EXPECT_THAT(timing_.sleeps(), Each(absl::Milliseconds(200)));
}

TEST_F(PublisherTest, InterpolatesTheGatewaysClock) {
  // At 36,000 times real time, half an hour takes 50 ms.
  gateway_.SetClock(absl::FromUnixSeconds(0), 36'000);
  Publish(Line("e", "c", R"(,"time":"1970-01-01T00:30:00Z")"), {.pace = true});
  ASSERT_THAT(timing_.sleeps(), SizeIs(1));
  EXPECT_EQ(timing_.sleeps()[0], absl::Milliseconds(50));
}

TEST_F(PublisherTest, VerifyCountsFoundAndLost) {
  Publish(Lines(3, 10));
  const VerifySummary summary = Verify(Lines(3, 12));
  EXPECT_EQ(summary.events, 36u);
  EXPECT_EQ(summary.found, 30u);
  EXPECT_EQ(summary.lost, 6u);
  EXPECT_EQ(summary.unknown, 0u);
  EXPECT_FALSE(summary.ok());
}

TEST_F(PublisherTest, VerifyTellsForgottenFromLost) {
  gateway_.ForgetEvents();
  Publish(Lines(1, 1));
  const VerifySummary summary = Verify(Lines(1, 3));
  EXPECT_EQ(summary.found, 1u);
  EXPECT_EQ(summary.lost, 0u);
  EXPECT_EQ(summary.unknown, 2u);
  EXPECT_TRUE(summary.ok());
}

TEST_F(PublisherTest, VerifyAsksForMoreThanOneCallTakes) {
  const VerifySummary summary = Verify(Lines(1, 2500));
  EXPECT_EQ(summary.events, 2500u);
  EXPECT_EQ(summary.lost, 2500u);
}

}  // namespace
}  // namespace usher::cli
