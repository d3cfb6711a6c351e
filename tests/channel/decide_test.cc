#include "channel/decide.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "base/hash.h"
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
                              .until = kNoon + absl::Hours(24),
                              .release = kNoon + absl::Hours(24)}));
}

TEST(DecideTest, NamesTheGap) {
  const std::vector<Contact> contacts = {ContactAt(kNoon, Channel::kEmail)};
  EXPECT_EQ(Decide(UsualPolicy(), Sms(contacts, kNoon + absl::Minutes(59)), Limits()),
            (Verdict{.kind = DecisionKind::kGap,
                     .rule = "minimum-gap",
                     .count = 0,
                     .limit = 0,
                     .until = kNoon + absl::Hours(1),
                     .release = kNoon + absl::Hours(1)}));
  EXPECT_TRUE(Decide(UsualPolicy(), Sms(contacts, kNoon + absl::Hours(1)), Limits()).granted());
}

TEST(DecideTest, NamesTheQuietHours) {
  EXPECT_EQ(Decide(UsualPolicy(), Sms({}, kNoon + absl::Hours(10)), Limits()),
            (Verdict{.kind = DecisionKind::kQuiet,
                     .rule = "21:00-08:00",
                     .count = 0,
                     .limit = 0,
                     .until = kNoon + absl::Hours(20),
                     .release = kNoon + absl::Hours(20)}));
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

Policy SpreadPolicy() {
  Policy policy = UsualPolicy();
  policy.release_spread = absl::Minutes(30);
  return policy;
}

// Of a thousand customers who wait for the same moment, by the minute after `until`.
std::vector<int> ReleasesByMinute(const Policy& policy, Question question, absl::Time until) {
  std::vector<int> releases(240);
  for (int customer = 0; customer < 1000; ++customer) {
    question.place = base::Hash64(absl::StrCat("c", customer));
    const Verdict verdict = Decide(policy, question, Limits());
    EXPECT_EQ(verdict.until, until);
    Question later = question;
    later.now = verdict.release;
    EXPECT_TRUE(Decide(policy, later, Limits()).granted());
    const std::int64_t minute = absl::ToInt64Minutes(verdict.release - until);
    if (minute < 0 || minute >= 240) {
      ADD_FAILURE() << minute;
      continue;
    }
    ++releases[static_cast<std::size_t>(minute)];
  }
  return releases;
}

TEST(DecideTest, SpreadsTheReleaseAfterQuietHours) {
  const auto releases =
      ReleasesByMinute(SpreadPolicy(), Sms({}, kNoon + absl::Hours(10)), kNoon + absl::Hours(20));
  for (std::size_t minute = 0; minute < releases.size(); ++minute) {
    if (minute < 30) {
      EXPECT_GT(releases[minute], 10) << minute;
      EXPECT_LT(releases[minute], 60) << minute;
    } else {
      EXPECT_EQ(releases[minute], 0) << minute;
    }
  }
}

TEST(DecideTest, GivesACustomerAnotherPlaceEveryDay) {
  Question question = Sms({}, kNoon + absl::Hours(10));
  question.place = 7;
  const Verdict today = Decide(SpreadPolicy(), question, Limits());
  question.now += absl::Hours(24);
  const Verdict tomorrow = Decide(SpreadPolicy(), question, Limits());
  EXPECT_NE(today.release + absl::Hours(24), tomorrow.release);
}

TEST(DecideTest, NoReleaseFallsIntoTheNextQuietHours) {
  // Of an unknown zone's day only one hour is open.
  Policy policy = SpreadPolicy();
  policy.release_spread = absl::Hours(4);
  Question question = Sms({}, kNoon + absl::Hours(10));
  question.zone.reset();
  const auto releases = ReleasesByMinute(policy, question, kNoon + absl::Hours(26));
  for (std::size_t minute = 60; minute < releases.size(); ++minute) EXPECT_EQ(releases[minute], 0);
}

TEST(DecideTest, SpreadsWhatWaitsForANewDayButNotWhatWaitsForAWindowOfItsOwn) {
  Policy policy = SpreadPolicy();
  policy.quiet_hours.clear();
  const std::vector<Contact> contacts = {ContactAt(kNoon - absl::Hours(2)),
                                         ContactAt(kNoon - absl::Hours(2))};
  Question question = Sms(contacts, kNoon);
  question.place = 7;
  const Verdict rolling = Decide(policy, question, Limits());
  EXPECT_EQ(rolling.release, rolling.until);
  policy.caps[0].window = CapWindow::kDay;
  const Verdict daily = Decide(policy, question, Limits());
  EXPECT_EQ(daily.until, kNoon + absl::Hours(12));
  EXPECT_GT(daily.release, daily.until);
  EXPECT_LT(daily.release, daily.until + policy.release_spread);
}

TEST(DecideTest, SendsTheSameMessageOnceInItsWindow) {
  Policy policy;
  policy.no_repeat_within = absl::Hours(48);
  std::vector<Contact> contacts = {ContactAt(kNoon, Channel::kEmail)};
  contacts[0].content = 7;
  Question question = Sms(contacts, kNoon + absl::Hours(1));
  EXPECT_TRUE(Decide(policy, question, Limits()).granted()) << "of no known content";
  question.content = 8;
  EXPECT_TRUE(Decide(policy, question, Limits()).granted());
  question.content = 7;
  EXPECT_EQ(Decide(policy, question, Limits()), (Verdict{.kind = DecisionKind::kCapped,
                                                         .rule = "same-message",
                                                         .count = 1,
                                                         .limit = 1,
                                                         .until = kNoon + absl::Hours(48),
                                                         .release = kNoon + absl::Hours(48)}));
  question.now = kNoon + absl::Hours(48);
  EXPECT_TRUE(Decide(policy, question, Limits()).granted());
  question.now = kNoon;
  policy.classes["marketing"] = {.ignores_caps = true};
  EXPECT_TRUE(Decide(policy, question, Limits()).granted());
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
                     .until = kNoon + absl::Hours(48),
                     .release = kNoon + absl::Hours(48)}));
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
