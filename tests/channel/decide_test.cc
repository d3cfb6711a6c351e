#include "channel/decide.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "tests/channel/local_time.h"
#include "tests/support/allocations.h"

namespace usher::channel {
namespace {

using customer::Channel;
using customer::Contact;
using customer::DecisionKind;
using customer::Limits;

const absl::Time kNoon = absl::FromUnixSeconds(43200);

Contact ContactAt(absl::Time at, Channel channel = Channel::kSms,
                  std::string category = "marketing") {
  return {.at = at, .channel = channel, .category = std::move(category), .send_id = 0};
}

// At most two SMS in 24 h, an hour between messages, quiet from 21:00 to 08:00.
Policy UsualPolicy() {
  Policy policy;
  Cap cap;
  cap.name = "sms-2-per-24h";
  cap.max = 2;
  cap.per = absl::Hours(24);
  cap.channels.Add(Channel::kSms);
  policy.caps = {cap};
  policy.minimum_gap = absl::Hours(1);
  QuietHours night;
  night.name = "21:00-08:00";
  night.from = 21 * 60;
  night.to = 8 * 60;
  policy.quiet_hours = {night};
  return policy;
}

Question Sms(const std::vector<Contact>& contacts, absl::Time now,
             absl::string_view category = "marketing") {
  Question question;
  question.channel = Channel::kSms;
  question.category = category;
  question.contacts = contacts;
  question.zone = absl::UTCTimeZone();
  question.now = now;
  return question;
}

TEST(DecideTest, GrantsWhatNothingStandsAgainst) {
  EXPECT_EQ(Decide(UsualPolicy(), Sms({}, kNoon), Limits()), Verdict());
  EXPECT_TRUE(Verdict().granted());
}

TEST(DecideTest, NamesTheCapAndItsNumbers) {
  const std::vector<Contact> contacts = {ContactAt(kNoon), ContactAt(kNoon + absl::Hours(1))};
  const Verdict verdict = Decide(UsualPolicy(), Sms(contacts, kNoon + absl::Hours(2)), Limits());
  EXPECT_EQ(verdict, (Verdict{.kind = DecisionKind::kCapped,
                              .rule = "sms-2-per-24h",
                              .count = 2,
                              .limit = 2,
                              .until = kNoon + absl::Hours(24)}));
}

TEST(DecideTest, NamesTheGap) {
  const std::vector<Contact> contacts = {ContactAt(kNoon, Channel::kEmail)};
  EXPECT_EQ(Decide(UsualPolicy(), Sms(contacts, kNoon + absl::Minutes(59)), Limits()),
            (Verdict{.kind = DecisionKind::kGap,
                     .rule = "minimum-gap",
                     .count = 0,
                     .limit = 0,
                     .until = kNoon + absl::Hours(1)}));
  EXPECT_TRUE(Decide(UsualPolicy(), Sms(contacts, kNoon + absl::Hours(1)), Limits()).granted());
}

TEST(DecideTest, NamesTheQuietHours) {
  EXPECT_EQ(Decide(UsualPolicy(), Sms({}, kNoon + absl::Hours(10)), Limits()),
            (Verdict{.kind = DecisionKind::kQuiet,
                     .rule = "21:00-08:00",
                     .count = 0,
                     .limit = 0,
                     .until = kNoon + absl::Hours(20)}));
}

TEST(DecideTest, WaitsOutQuietHoursThatACapEndsIn) {
  // The cap opens at 20:30, half an hour before quiet hours; the gap is over at 21:10.
  const std::vector<Contact> contacts = {ContactAt(kNoon - absl::Minutes(930)),
                                         ContactAt(kNoon + absl::Minutes(490))};
  const Verdict verdict =
      Decide(UsualPolicy(), Sms(contacts, kNoon + absl::Minutes(495)), Limits());
  EXPECT_EQ(verdict.kind, DecisionKind::kGap);
  EXPECT_EQ(verdict.until, kNoon + absl::Hours(20));
}

TEST(DecideTest, TellsWhatStandsTheLongest) {
  // It is quiet until 08:00, and the cap is full until 19:00.
  const std::vector<Contact> contacts = {ContactAt(kNoon + absl::Hours(7)),
                                         ContactAt(kNoon + absl::Hours(8))};
  const Verdict verdict = Decide(UsualPolicy(), Sms(contacts, kNoon + absl::Hours(10)), Limits());
  EXPECT_EQ(verdict.kind, DecisionKind::kCapped);
  EXPECT_EQ(verdict.until, kNoon + absl::Hours(31));
}

TEST(DecideTest, CapsHoldTheirOwnChannelAlone) {
  const std::vector<Contact> contacts = {ContactAt(kNoon - absl::Hours(3)),
                                         ContactAt(kNoon - absl::Hours(2))};
  Question question = Sms(contacts, kNoon);
  EXPECT_FALSE(Decide(UsualPolicy(), question, Limits()).granted());
  question.channel = Channel::kEmail;
  EXPECT_TRUE(Decide(UsualPolicy(), question, Limits()).granted());
}

TEST(DecideTest, NothingHoldsTransactionalMessagesUnlessListed) {
  const std::vector<Contact> contacts = {ContactAt(kNoon), ContactAt(kNoon + absl::Hours(9))};
  const Question question = Sms(contacts, kNoon + absl::Hours(9), "transactional");
  EXPECT_TRUE(Decide(UsualPolicy(), question, Limits()).granted());
  Policy listed = UsualPolicy();
  listed.classes["transactional"] = {};
  EXPECT_EQ(Decide(listed, question, Limits()).kind, DecisionKind::kCapped);
}

TEST(DecideTest, EachExemptionOfAClassStandsAlone) {
  const std::vector<Contact> contacts = {ContactAt(kNoon), ContactAt(kNoon + absl::Hours(9))};
  const Question question = Sms(contacts, kNoon + absl::Hours(9), "alert");
  Policy policy = UsualPolicy();
  policy.classes["alert"] = {.ignores_caps = true};
  EXPECT_EQ(Decide(policy, question, Limits()).kind, DecisionKind::kQuiet);
  policy.classes["alert"] = {.ignores_quiet_hours = true};
  EXPECT_EQ(Decide(policy, question, Limits()).kind, DecisionKind::kCapped);
  EXPECT_EQ(Decide(policy, question, Limits()).until, kNoon + absl::Hours(24));
  policy.classes["alert"] = {.uncounted = true};
  EXPECT_EQ(Decide(policy, question, Limits()).kind, DecisionKind::kCapped);
}

TEST(DecideTest, UncountedMessagesLeaveNoGapBehind) {
  const std::vector<Contact> contacts = {ContactAt(kNoon, Channel::kSms, "transactional")};
  EXPECT_TRUE(Decide(UsualPolicy(), Sms(contacts, kNoon), Limits()).granted());
}

TEST(DecideTest, RefusesWhatCountsWhenTheLedgerIsFull) {
  Limits limits;
  limits.contacts_max = 2;
  limits.contacts_for = absl::Hours(48);
  std::vector<Contact> contacts = {ContactAt(kNoon, Channel::kEmail, "transactional"),
                                   ContactAt(kNoon + absl::Hours(1), Channel::kEmail)};
  EXPECT_EQ(Decide(UsualPolicy(), Sms(contacts, kNoon + absl::Hours(2)), limits),
            (Verdict{.kind = DecisionKind::kCapped,
                     .rule = "ledger-full",
                     .count = 2,
                     .limit = 2,
                     .until = kNoon + absl::Hours(48)}));
  EXPECT_TRUE(Decide(UsualPolicy(), Sms(contacts, kNoon + absl::Hours(2), "transactional"), limits)
                  .granted());
  Policy counting = UsualPolicy();
  counting.classes["transactional"] = {.ignores_caps = true};
  EXPECT_FALSE(
      Decide(counting, Sms(contacts, kNoon + absl::Hours(2), "transactional"), limits).granted());
  EXPECT_TRUE(Decide(UsualPolicy(), Sms(contacts, kNoon + absl::Hours(48)), limits).granted());
}

TEST(DecideTest, DoesNotAllocateWhenItGrants) {
  const Policy policy = UsualPolicy();
  const std::vector<Contact> contacts = {ContactAt(kNoon - absl::Hours(30)),
                                         ContactAt(kNoon - absl::Hours(2))};
  Question question = Sms(contacts, kNoon);
  question.zone = ZoneNamed("Europe/Berlin");
  Decide(policy, question, Limits());
  const std::int64_t before = support::Allocations();
  ASSERT_GT(before, 0);  // the policy's own
  const bool granted = Decide(policy, question, Limits()).granted();
  EXPECT_EQ(support::Allocations(), before);
  EXPECT_TRUE(granted);
}

}  // namespace
}  // namespace usher::channel
