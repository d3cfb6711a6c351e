// Messages inside the app that are taken back when their reason is gone.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/send_id.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using support::JourneyWalk;
using testing::HasSubstr;

constexpr char kOffer[] = R"(
journey: offer
enter: { on: Checkout Left, reenter: {} }
exit: { on: Order Completed }
goal: { event: Order Completed }
steps:
  - send: { id: offer, channels: in_app, template: t, expire: 10m, withdraw_at_end: true }
  - wait: { until: { event: Screen Left }, at_most: 10m }
templates: { t: { in_app: { text: Five off } } }
)";

void ExpectTakenBack(const JourneyWalk& walk) {
  ASSERT_EQ(walk.messages.size(), 2u) << walk.Said();
  const Message& offer = walk.messages[0];
  const Message& withdrawal = walk.messages[1];
  EXPECT_EQ(withdrawal.channel, customer::Channel::kInApp);
  EXPECT_EQ(withdrawal.category, "transactional");
  EXPECT_EQ(withdrawal.content, (RenderedContent{{"withdraws", SendIdText(offer.send_id)}}));
  EXPECT_NE(withdrawal.send_id, offer.send_id);
  EXPECT_EQ(walk.Stat("outcome:offer:withdrawn"), 1);
  EXPECT_EQ(walk.Stat("outcome:offer:sent"), 1);
  EXPECT_THAT(walk.Said(), HasSubstr("withdrawn:"));
  EXPECT_TRUE(walk.record.sends.empty());
}

TEST(WithdrawalTest, TheMessageIsTakenBackWhenTheRunEndsInWhateverWay) {
  for (const char* event : {"Order Completed", "Screen Left", ""}) {
    JourneyWalk walk(kOffer);
    walk.Happen("Checkout Left");
    ASSERT_EQ(walk.messages.size(), 1u);
    walk.Pass(absl::Minutes(5));
    if (*event != '\0') {
      walk.Happen(event);
    } else {
      walk.Pass(absl::Minutes(5));
    }
    ExpectTakenBack(walk);
    walk.Pass(absl::Hours(24 * 10));
    EXPECT_EQ(walk.messages.size(), 2u);
  }
}

TEST(WithdrawalTest, NothingIsTakenBackThatWasNotSent) {
  JourneyWalk walk(kOffer);
  walk.provider = [](const Message&) { return AttemptResult::kRejected; };
  walk.Happen("Checkout Left");
  walk.Happen("Order Completed");
  EXPECT_EQ(walk.messages.size(), 1u);
  EXPECT_TRUE(walk.record.sends.empty());
}

TEST(WithdrawalTest, AMessageUnderWayAtTheEndIsTakenBackOnceItWasSent) {
  JourneyWalk walk(kOffer);
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.Happen("Checkout Left");
  walk.Happen("Order Completed");
  ASSERT_EQ(walk.messages.size(), 1u);
  EXPECT_TRUE(walk.record.runs.empty());
  walk.provider = [](const Message&) { return AttemptResult::kSent; };
  walk.Give(OutcomeInput{walk.messages[0].send_id, 1, AttemptResult::kSent, ""});
  ExpectTakenBack(walk);
}

TEST(WithdrawalTest, CapsQuietHoursAndAPauseDoNotKeepAMessageOnTheScreen) {
  JourneyWalk walk(kOffer);
  channel::Cap cap;
  cap.name = "one";
  cap.max = 1;
  cap.per = absl::Hours(24);
  walk.policy.caps = {cap};
  walk.policy.classes["transactional"] = {true, true, true, true};
  walk.Happen("Checkout Left");
  walk.SetStatus("offer", JourneyStatus::kPaused);
  walk.Happen("Order Completed");
  ExpectTakenBack(walk);
  EXPECT_EQ(walk.record.contacts.size(), 1u);
}

TEST(WithdrawalTest, AFailureForNowIsTriedAgain) {
  JourneyWalk walk(kOffer);
  walk.Happen("Checkout Left");
  walk.provider = [](const Message&) { return AttemptResult::kTemporary; };
  walk.Happen("Order Completed");
  ASSERT_EQ(walk.record.sends.size(), 1u);
  walk.provider = [](const Message&) { return AttemptResult::kSent; };
  walk.Pass(absl::Minutes(1));
  EXPECT_EQ(walk.Stat("outcome:offer:withdrawn"), 1);
  EXPECT_EQ(walk.messages.size(), 3u);
  EXPECT_EQ(walk.messages[1].send_id, walk.messages[2].send_id);
}

TEST(WithdrawalTest, OnlyMessagesInsideTheAppCanBeTakenBack) {
  const auto problems = support::ProblemsOf(R"(
journey: j
enter: { on: Go }
steps: [ send: { channels: [in_app, push], template: t, withdraw_at_end: true } ]
templates: { t: { in_app: { text: a }, push: { title: a } } }
)");
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].path, "steps[0].send.withdraw_at_end");
}

}  // namespace
}  // namespace usher::journey
