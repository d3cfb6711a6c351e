// Reactions to messages, and channels chosen by them.

#include "journey/reactions.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/send_id.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::Channel;
using customer::DecisionKind;
using support::JourneyWalk;
using testing::HasSubstr;

constexpr char kOffer[] = R"(
journey: offer
enter: { on: Go, reenter: {} }
steps:
  - send: { channels: [push, sms, email], choose: best, template: t, expire: 2d }
templates:
  t: { push: { title: Hi, body: Hi }, sms: { text: Hi }, email: { subject: Hi, text: Hi } }
)";

void Open(JourneyWalk& walk, const Message& message) {
  walk.Happen("Message Opened",
              absl::StrCat("{\"send_id\": \"", SendIdText(message.send_id), "\"}"));
}

TEST(ReactionsTest, AMessageIsReactedToOnce) {
  JourneyWalk walk(kOffer);
  walk.Happen("Go");
  ASSERT_EQ(walk.messages.size(), 1u);
  const Channel channel = walk.messages[0].channel;
  walk.Happen("Message Opened", R"({"send_id": "0123456789abcdef"})");
  walk.Happen("Message Opened");
  EXPECT_FALSE(walk.record.contacts.at(0).reacted);
  Open(walk, walk.messages[0]);
  Open(walk, walk.messages[0]);
  EXPECT_TRUE(walk.record.contacts.at(0).reacted);
  EXPECT_EQ(walk.Stat(absl::StrCat("reacted:", customer::ChannelName(channel))), 1);
}

TEST(ReactionsTest, AMessageCountsAsNotReactedToAfterADay) {
  JourneyWalk walk(kOffer);
  walk.Happen("Go");
  const auto number = static_cast<std::size_t>(walk.messages.at(0).channel);
  EXPECT_EQ(ReactionsOf(walk.record, walk.now)[number].sent, 0);
  EXPECT_EQ(ReactionsOf(walk.record, walk.now + absl::Hours(24))[number].sent, 1);
  EXPECT_EQ(ReactionsOf(walk.record, walk.now + absl::Hours(24))[number].reacted, 0);
  Open(walk, walk.messages[0]);
  EXPECT_EQ(ReactionsOf(walk.record, walk.now)[number].reacted, 1);
}

TEST(ReactionsTest, TheChannelReactedToIsChosenMostAndTheOthersNowAndThen) {
  JourneyWalk walk(kOffer);
  int late_emails = 0;
  for (int message = 0; message < 120; ++message) {
    walk.Happen("Go");
    if (walk.messages.back().channel == Channel::kEmail) {
      if (message >= 60) ++late_emails;
      Open(walk, walk.messages.back());
    }
    walk.Pass(absl::Hours(6));
  }
  ASSERT_EQ(walk.messages.size(), 120u);
  EXPECT_GT(late_emails, 45);
  EXPECT_LT(late_emails, 60);
}

TEST(ReactionsTest, TheDecisionRecordsHowLikelyEachChannelWas) {
  JourneyWalk walk(kOffer);
  walk.Happen("Go");
  const customer::Decision chosen = walk.Last(DecisionKind::kChosen);
  EXPECT_EQ(chosen.channel, walk.messages.at(0).channel);
  EXPECT_THAT(chosen.detail,
              testing::MatchesRegex("push 0\\.[0-9]{4}, sms 0\\.[0-9]{4}, email 0\\.[0-9]{4}"));
}

TEST(ReactionsTest, OnlyChannelsThatReachTheCustomerAreChosenFrom) {
  JourneyWalk walk(kOffer);
  ProfileInput no_sms;
  no_sms.addresses = {{Channel::kSms, ""}};
  walk.Give(no_sms);
  walk.Happen("Go");
  EXPECT_THAT(walk.Last(DecisionKind::kChosen).detail, testing::Not(HasSubstr("sms")));
}

TEST(ReactionsTest, AHeldMessageKeepsItsOrder) {
  JourneyWalk walk(kOffer);
  channel::QuietHours night;
  night.name = "night";
  night.from = 8 * 60;
  night.to = 12 * 60;
  walk.policy.quiet_hours = {night};
  walk.Happen("Go");
  ASSERT_EQ(walk.record.sends.size(), 1u);
  const std::vector<Channel> order = walk.record.sends[0].order;
  EXPECT_EQ(std::set<Channel>(order.begin(), order.end()).size(), 3u);
  walk.Pass(absl::Hours(3));
  ASSERT_EQ(walk.messages.size(), 1u);
  EXPECT_EQ(walk.messages[0].channel, order[0]);
}

TEST(ReactionsTest, TheNextInOrderIsTriedWhenTheBestFails) {
  JourneyWalk walk(kOffer);
  walk.provider = [](const Message&) { return AttemptResult::kRejected; };
  walk.Happen("Go");
  ASSERT_EQ(walk.messages.size(), 3u);
  std::set<Channel> tried;
  for (const Message& message : walk.messages) tried.insert(message.channel);
  EXPECT_EQ(tried.size(), 3u);
}

TEST(ReactionsTest, AChoiceNeedsTwoChannels) {
  const auto problems = support::ProblemsOf(R"(
journey: j
enter: { on: Go }
steps: [ send: { channels: push, choose: best, template: t } ]
templates: { t: { push: { title: Hi, body: Hi } } }
)");
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].message, "there is no choice: name at least two channels");
}

}  // namespace
}  // namespace usher::journey
