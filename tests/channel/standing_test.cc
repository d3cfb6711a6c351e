#include "channel/standing.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/channel/local_time.h"

namespace usher::channel {
namespace {

using customer::Channel;
using customer::DecisionKind;

const absl::Time kNight = Instant("2026-03-02T22:00:00+00:00");

// At most one SMS a day and two messages in two days, an hour between them, quiet from 21:00 to
// 08:00.
Policy UsualPolicy() {
  Policy policy;
  Cap sms;
  sms.name = "sms";
  sms.window = CapWindow::kDay;
  sms.channels.Add(Channel::kSms);
  Cap all;
  all.name = "all";
  all.max = 2;
  all.per = absl::Hours(48);
  policy.caps = {sms, all};
  policy.minimum_gap = absl::Hours(1);
  QuietHours night;
  night.name = "21:00-08:00";
  night.from = 21 * 60;
  night.to = 8 * 60;
  policy.quiet_hours = {night};
  return policy;
}

customer::Record Reachable() {
  customer::Record record;
  customer::Profile& profile = record.profile;
  profile.addresses = {{Channel::kSms, "+43"}, {Channel::kEmail, "a@example.test"}};
  profile.consents.emplace_back().granted = true;
  return record;
}

Standing Ask(const std::vector<customer::Contact>& contacts, absl::Time now, Channel channel,
             absl::string_view category = "marketing") {
  return StandingOf(UsualPolicy(), Reachable(),
                    {channel, category, contacts, absl::UTCTimeZone(), now}, {});
}

TEST(StandingTest, NothingStandsAgainstTheFirstMessageOfADay) {
  const Standing standing = Ask({}, kNight - absl::Hours(10), Channel::kSms);
  EXPECT_EQ(standing.reach, Reachability::kReachable);
  EXPECT_TRUE(standing.verdict.granted());
  EXPECT_THAT(standing.obstacles, testing::IsEmpty());
  EXPECT_THAT(standing.balances,
              testing::ElementsAre(Balance{"sms", 0, 1, kNight - absl::Hours(10)},
                                   Balance{"all", 0, 2, kNight - absl::Hours(10)}));
}

TEST(StandingTest, NamesAllThatStandsAgainstAMessageTheLongestFirst) {
  const absl::Time sent = kNight - absl::Minutes(10);
  const Standing standing = Ask({{sent, Channel::kSms, "marketing", 1}}, kNight, Channel::kSms);
  EXPECT_THAT(
      standing.obstacles,
      testing::ElementsAre(
          Obstacle{DecisionKind::kQuiet, "21:00-08:00", Instant("2026-03-03T08:00:00+00:00")},
          Obstacle{DecisionKind::kCapped, "sms", Instant("2026-03-03T00:00:00+00:00")},
          Obstacle{DecisionKind::kGap, "minimum-gap", sent + absl::Hours(1)}));
  EXPECT_EQ(standing.verdict.until, Instant("2026-03-03T08:00:00+00:00"));
}

TEST(StandingTest, CapsOfOtherChannelsHaveNoBalance) {
  const Standing standing = Ask({{kNight - absl::Hours(2), Channel::kSms, "marketing", 1}},
                                kNight - absl::Hours(1), Channel::kEmail);
  EXPECT_THAT(standing.balances,
              testing::ElementsAre(Balance{"all", 1, 2, kNight - absl::Hours(1)}));
}

TEST(StandingTest, WhatIgnoresCapsHasNoBalances) {
  const Standing standing = Ask({{kNight - absl::Minutes(1), Channel::kSms, "marketing", 1}},
                                kNight, Channel::kSms, "transactional");
  EXPECT_TRUE(standing.verdict.granted());
  EXPECT_THAT(standing.obstacles, testing::IsEmpty());
  EXPECT_THAT(standing.balances, testing::IsEmpty());
}

TEST(StandingTest, AFullLedgerStandsAgainstAMessage) {
  const absl::Time sent = kNight - absl::Hours(10);
  Policy open;
  const Standing standing = StandingOf(
      open, Reachable(),
      {Channel::kSms, "marketing", std::vector<customer::Contact>{{sent, Channel::kSms, "", 1}},
       absl::UTCTimeZone(), kNight},
      {.contacts_max = 1});
  EXPECT_THAT(standing.obstacles,
              testing::ElementsAre(Obstacle{DecisionKind::kCapped, "ledger-full",
                                            sent + customer::Limits().contacts_for}));
}

TEST(StandingTest, AnAddressStandsAgainstAMessageForWhomeverItsOwnWere) {
  Policy policy = UsualPolicy();
  policy.caps[1].per_address = true;
  const absl::Time noon = kNight - absl::Hours(10);
  const std::vector<customer::Contact> to_another = {
      {noon - absl::Hours(3), Channel::kPush, "marketing", 1},
      {noon - absl::Hours(2), Channel::kPush, "marketing", 2}};
  Question question{Channel::kPush, "marketing", {}, absl::UTCTimeZone(), noon};
  Standing standing = StandingOf(policy, Reachable(), question, {});
  EXPECT_TRUE(standing.verdict.granted());
  question.contacts = to_another;
  AddAddress(policy, question, &standing);
  const absl::Time free = noon + absl::Hours(45);
  EXPECT_EQ(standing.verdict.rule, "all of the address");
  EXPECT_EQ(standing.verdict.until, free);
  EXPECT_THAT(standing.obstacles,
              testing::ElementsAre(Obstacle{DecisionKind::kCapped, "all of the address", free}));
  EXPECT_THAT(standing.balances, testing::ElementsAre(Balance{"all", 0, 2, noon},
                                                      Balance{"all of the address", 2, 2, free}));
}

TEST(StandingTest, AnOpenConversationStandsAgainstMarketing) {
  const absl::Time noon = kNight - absl::Hours(10);
  customer::Record record = Reachable();
  record.conversation = {noon - absl::Hours(1), noon + absl::Hours(23)};
  const auto ask = [&](absl::string_view category) {
    return StandingOf(UsualPolicy(), record,
                      {Channel::kEmail, category, {}, absl::UTCTimeZone(), noon}, {});
  };
  const Standing standing = ask("marketing");
  EXPECT_EQ(standing.verdict.kind, DecisionKind::kHeld);
  EXPECT_EQ(standing.verdict.until, noon + absl::Hours(23));
  EXPECT_THAT(standing.obstacles, testing::ElementsAre(Obstacle{DecisionKind::kHeld, "conversation",
                                                                noon + absl::Hours(23)}));
  EXPECT_TRUE(ask("transactional").verdict.granted());
}

}  // namespace
}  // namespace usher::channel
