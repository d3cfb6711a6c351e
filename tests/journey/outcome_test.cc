// What becomes of a message after each way an attempt can end.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/sending.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::Channel;
using customer::DecisionKind;
using support::JourneyWalk;
using testing::ElementsAre;

constexpr char kJourney[] = R"(
journey: j
enter: { on: Go, key: event.n, reenter: {} }
exit: { on: Stop }
steps:
  - send: { id: hello, template: t, channels: [email, sms], expire: 10h, on_refusal: next_then_skip }
templates:
  t:
    sms: { text: Hi }
    email: { subject: Hi, text: Hi }
)";

// Answers with each of `results` in turn, then with the last for ever.
JourneyWalk::Provider Answering(std::vector<AttemptResult> results) {
  return [results = std::move(results), next = std::size_t{0}](const Message&) mutable {
    const AttemptResult result = results[next];
    if (next + 1 < results.size()) ++next;
    return result;
  };
}

bool IsDead(const JourneyWalk& walk, Channel channel) {
  for (const customer::Address& address : walk.record.profile.addresses) {
    if (address.channel == channel) return address.dead;
  }
  return false;
}

TEST(OutcomeTest, ADeadAddressIsMarkedAndTheNextChannelTaken) {
  JourneyWalk walk(kJourney);
  walk.provider = Answering({AttemptResult::kDeadAddress, AttemptResult::kSent});
  walk.Happen("Go", R"({"n": "1"})");
  EXPECT_EQ(walk.SentOn(), "email sms");
  EXPECT_TRUE(IsDead(walk, Channel::kEmail));
  EXPECT_FALSE(IsDead(walk, Channel::kSms));
  EXPECT_EQ(walk.record.contacts.size(), 1u);

  walk.Happen("Go", R"({"n": "2"})");
  EXPECT_EQ(walk.SentOn(), "email sms sms");
  EXPECT_EQ(walk.Last(DecisionKind::kUnreachable).channel, Channel::kEmail);
}

channel::Cap OneIn(absl::Duration window) {
  channel::Cap cap;
  cap.name = "one";
  cap.per = window;
  return cap;
}

TEST(OutcomeTest, AMessageCountsFromWhenItsOutcomeIsKnownAsTheProviderMayHaveTakenItOnlyThen) {
  JourneyWalk walk(kJourney);
  walk.policy.caps = {OneIn(absl::Hours(1))};
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.Happen("Go", R"({"n": "1"})");
  const absl::Time granted = walk.now;
  ASSERT_EQ(walk.record.contacts.size(), 1u);
  EXPECT_EQ(walk.record.contacts[0].at, granted);
  walk.Pass(absl::Minutes(1));
  const absl::Time known = granted + absl::Seconds(20);  // when its lease ran out
  EXPECT_EQ(walk.record.contacts[0].at, known);
  walk.provider = Answering({AttemptResult::kSent});
  walk.Happen("Go", R"({"n": "2"})");
  EXPECT_EQ(walk.Last(DecisionKind::kCapped).until, absl::InfinitePast()) << "as the outcome";
  walk.now = known + absl::Hours(1) - absl::Milliseconds(1);
  walk.Happen("Go", R"({"n": "3"})");
  EXPECT_EQ(walk.SentOn(), "email");
  walk.Pass(absl::Milliseconds(1));
  walk.Happen("Go", R"({"n": "4"})");
  EXPECT_EQ(walk.SentOn(), "email email");
}

TEST(OutcomeTest, WhatIsUnderWayCountsHoweverShortTheWindow) {
  JourneyWalk walk(kJourney);
  walk.policy.caps = {OneIn(absl::Seconds(5))};
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.Happen("Go", R"({"n": "1"})");
  walk.Pass(absl::Seconds(10));
  walk.Happen("Go", R"({"n": "2"})");
  EXPECT_EQ(walk.SentOn(), "email") << "the first may reach the provider only now";
  walk.Pass(absl::Seconds(15));
  walk.Happen("Go", R"({"n": "3"})");
  EXPECT_EQ(walk.SentOn(), "email email");
}

TEST(OutcomeTest, ADeadAddressStaysDeadWhenToldAgainAndAnotherOneIsAlive) {
  JourneyWalk walk(kJourney);
  walk.provider = Answering({AttemptResult::kDeadAddress, AttemptResult::kSent});
  walk.Happen("Go", R"({"n": "3"})");
  const std::string address = walk.messages[0].address;
  ProfileInput change;
  change.addresses = {{Channel::kEmail, address}};
  walk.Give(change);
  EXPECT_TRUE(IsDead(walk, Channel::kEmail));
  change.addresses = {{Channel::kEmail, "new@example.test"}};
  walk.Give(change);
  EXPECT_FALSE(IsDead(walk, Channel::kEmail));
  walk.Happen("Go", R"({"n": "4"})");
  EXPECT_EQ(walk.messages.back().address, "new@example.test");
}

TEST(OutcomeTest, AnAddressChangedMeanwhileIsNotTheDeadOne) {
  JourneyWalk walk(kJourney);
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.Happen("Go", R"({"n": "5"})");
  ProfileInput change;
  change.addresses = {{Channel::kEmail, "new@example.test"}};
  walk.Give(change);
  walk.Give(OutcomeInput{.send_id = walk.messages[0].send_id,
                         .attempt = 1,
                         .result = AttemptResult::kDeadAddress,
                         .address = {Channel::kEmail, walk.messages[0].address}});
  EXPECT_FALSE(IsDead(walk, Channel::kEmail));
}

TEST(OutcomeTest, AComplaintWithdrawsConsentForTheChannelAlone) {
  JourneyWalk walk(kJourney);
  walk.provider = Answering({AttemptResult::kComplaint, AttemptResult::kSent});
  walk.Happen("Go", R"({"n": "6"})");
  walk.Happen("Go", R"({"n": "7"})");
  EXPECT_EQ(walk.SentOn(), "email sms sms");
  EXPECT_EQ(walk.Last(DecisionKind::kOptedOut).channel, Channel::kEmail);
  EXPECT_EQ(walk.Last(DecisionKind::kConsent).detail, "withdrawn, source spam complaint");
  EXPECT_FALSE(IsDead(walk, Channel::kEmail));
}

TEST(OutcomeTest, AComplaintCountsThoughNoFurtherConsentCanBeKept) {
  JourneyWalk walk(kJourney);
  while (walk.record.profile.consents.size() < walk.limits.consents_max) {
    walk.record.profile.consents.push_back(
        {Channel::kPush, std::to_string(walk.record.profile.consents.size()), true, walk.now, ""});
  }
  walk.provider = Answering({AttemptResult::kComplaint, AttemptResult::kSent});
  walk.Happen("Go", R"({"n": "8"})");
  EXPECT_TRUE(IsDead(walk, Channel::kEmail));
}

TEST(OutcomeTest, WhatIsThrottledIsTriedAgainUntilItExpires) {
  JourneyWalk walk(kJourney);
  walk.retry_after = absl::Minutes(30);
  walk.provider = Answering({AttemptResult::kThrottled});
  walk.Happen("Go", R"({"n": "9"})");
  EXPECT_EQ(walk.record.sends[0].retry_at, walk.now + absl::Minutes(30));
  walk.Pass(absl::Hours(9));
  EXPECT_EQ(walk.messages.size(), 19u);
  EXPECT_EQ(walk.record.contacts.size(), 0u);
  EXPECT_EQ(walk.record.sends.size(), 1u);
  EXPECT_EQ(walk.Last(DecisionKind::kRetry).count, 18u) << "one decision, counted";
  EXPECT_EQ(walk.Last(DecisionKind::kRetry).until, walk.now + absl::Minutes(30));
  walk.Pass(absl::Hours(1));
  EXPECT_EQ(walk.Stat("outcome:hello:expired"), 1);
}

TEST(OutcomeTest, ThrottlingDoesNotUseUpTheAttemptsThatMayFail) {
  JourneyWalk walk(kJourney);
  walk.provider =
      Answering({AttemptResult::kThrottled, AttemptResult::kThrottled, AttemptResult::kThrottled,
                 AttemptResult::kThrottled, AttemptResult::kTemporary, AttemptResult::kSent});
  walk.Happen("Go", R"({"n": "10"})");
  walk.Pass(absl::Minutes(5));
  EXPECT_EQ(walk.SentOn(), "email email email email email email");
  EXPECT_EQ(walk.Stat("outcome:hello:sent"), 1);
}

TEST(OutcomeTest, RetryAfterPutsOffAnotherAttempt) {
  JourneyWalk walk(kJourney);
  walk.retry_after = absl::Hours(2);
  walk.provider = Answering({AttemptResult::kTemporary, AttemptResult::kSent});
  walk.Happen("Go", R"({"n": "11"})");
  EXPECT_EQ(walk.record.sends[0].retry_at, walk.now + absl::Hours(2));
  EXPECT_EQ(walk.Last(DecisionKind::kRetry).until, walk.now + absl::Hours(2));
}

TEST(OutcomeTest, AnAttemptThatCouldNotStartComesBackWhenItWasTold) {
  JourneyWalk walk(kJourney);
  walk.retry_after = absl::Seconds(7);
  walk.provider = Answering({AttemptResult::kNotStarted, AttemptResult::kSent});
  walk.Happen("Go", R"({"n": "12"})");
  EXPECT_EQ(walk.record.sends[0].retry_at, walk.now + absl::Seconds(7));
  walk.Pass(absl::Seconds(7));
  EXPECT_EQ(walk.Stat("outcome:hello:sent"), 1);
}

TEST(OutcomeTest, AnAttemptThatCouldNotStartIsMadeAtOnceWhenItsChannelIsOpenAgain) {
  JourneyWalk walk(kJourney);
  walk.retry_after = absl::Minutes(5);
  walk.provider = Answering({AttemptResult::kNotStarted, AttemptResult::kSent});
  walk.Happen("Go", R"({"n": "14"})");
  walk.Give(WakeInput{});
  walk.Give(WakeInput{Channel::kSms});
  EXPECT_EQ(walk.Stat("outcome:hello:sent"), 0) << "it waits for another channel";
  walk.Give(WakeInput{Channel::kEmail});
  EXPECT_EQ(walk.Stat("outcome:hello:sent"), 1);
}

TEST(OutcomeTest, WhatFailedForNowKeepsItsTimeWhenItsChannelIsOpenAgain) {
  JourneyWalk walk(kJourney);
  walk.provider = Answering({AttemptResult::kTemporary, AttemptResult::kSent});
  walk.Happen("Go", R"({"n": "15"})");
  const absl::Time retry_at = walk.record.sends[0].retry_at;
  walk.Give(WakeInput{Channel::kEmail});
  EXPECT_EQ(walk.record.sends.at(0).retry_at, retry_at);
}

TEST(OutcomeTest, OfSeveralAddressesDeadOnesAreMarkedWhateverBecomesOfTheMessage) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps: [ send: { channels: push, template: t } ]
templates: { t: { push: { title: Hi, body: Hi } } }
)");
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.record.profile.addresses = {{Channel::kPush, "old"}, {Channel::kPush, "new"}};
  walk.Happen("Go");
  ASSERT_EQ(walk.messages.size(), 1u);
  EXPECT_EQ(walk.messages[0].address, "new");
  EXPECT_THAT(walk.messages[0].more_addresses, ElementsAre("old"));
  OutcomeInput sent{walk.messages[0].send_id, 1, AttemptResult::kSent, ""};
  sent.address = {Channel::kPush, "new"};
  sent.dead_addresses = {"old"};
  walk.Give(sent);
  EXPECT_TRUE(walk.record.profile.addresses[0].dead);
  EXPECT_FALSE(walk.record.profile.addresses[1].dead);
  EXPECT_EQ(walk.record.contacts.size(), 1u) << "charged once";
}

class RepeatedTest : public testing::Test {
 protected:
  RepeatedTest() : walk_(kJourney) {
    channel::Cap cap;
    cap.name = "one";
    cap.max = 1;
    cap.per = absl::Hours(24);
    walk_.policy.caps = {cap};
  }
  JourneyWalk walk_;
};

TEST_F(RepeatedTest, IsChargedOnceAndDoesNotCountAgainstItself) {
  walk_.provider = Answering({AttemptResult::kUnknownRepeatable, AttemptResult::kSent});
  walk_.Happen("Go", R"({"n": "13"})");
  EXPECT_EQ(walk_.record.contacts.size(), 1u);
  walk_.Pass(absl::Minutes(1));
  EXPECT_EQ(walk_.SentOn(), "email email");
  EXPECT_EQ(walk_.messages[0].send_id, walk_.messages[1].send_id);
  EXPECT_EQ(walk_.record.contacts.size(), 1u);
  EXPECT_EQ(walk_.Stat("outcome:hello:sent"), 1);
}

TEST_F(RepeatedTest, CountsAgainstOthersWhileItsFateIsUnknown) {
  walk_.provider = Answering({AttemptResult::kUnknownRepeatable});
  walk_.Happen("Go", R"({"n": "14"})");
  walk_.Happen("Go", R"({"n": "15"})");
  EXPECT_EQ(walk_.messages.size(), 1u);
  EXPECT_EQ(walk_.Stat("outcome:hello:capped"), 1);
}

TEST_F(RepeatedTest, EndsUnknownAfterFourAttemptsWithoutTryingAnotherChannel) {
  walk_.provider = Answering({AttemptResult::kUnknownRepeatable});
  walk_.Happen("Go", R"({"n": "16"})");
  walk_.Pass(absl::Hours(1));
  EXPECT_EQ(walk_.SentOn(), "email email email email");
  EXPECT_EQ(walk_.Stat("outcome:hello:unknown"), 1);
  EXPECT_EQ(walk_.record.contacts.size(), 1u);
}

TEST_F(RepeatedTest, StaysUnknownWhenTheRepetitionFailsForGood) {
  walk_.provider = Answering({AttemptResult::kUnknownRepeatable, AttemptResult::kRejected});
  walk_.Happen("Go", R"({"n": "17"})");
  walk_.Pass(absl::Minutes(1));
  EXPECT_EQ(walk_.SentOn(), "email email");
  EXPECT_EQ(walk_.Stat("outcome:hello:unknown"), 1);
  EXPECT_EQ(walk_.record.contacts.size(), 1u);
}

TEST_F(RepeatedTest, StaysUnknownWhenTheRunEndsBeforeTheRepetition) {
  walk_.provider = Answering({AttemptResult::kUnknownRepeatable});
  walk_.Happen("Go", R"({"n": "18"})");
  walk_.Happen("Stop");
  EXPECT_EQ(walk_.messages.size(), 1u);
  EXPECT_EQ(walk_.Stat("outcome:hello:unknown"), 1);
  EXPECT_EQ(walk_.record.contacts.size(), 1u);
}

TEST_F(RepeatedTest, IsNotRepeatedAfterAnOptOut) {
  walk_.provider = Answering({AttemptResult::kUnknownRepeatable});
  walk_.Happen("Go", R"({"n": "19"})");
  ProfileInput withdrawal;
  withdrawal.consents = {{Channel::kEmail, "", false, walk_.now, "test"}};
  walk_.Give(withdrawal);
  walk_.Pass(absl::Hours(1));
  EXPECT_EQ(walk_.SentOn(), "email");
  EXPECT_EQ(walk_.Stat("outcome:hello:unknown"), 1);
}

}  // namespace
}  // namespace usher::journey
