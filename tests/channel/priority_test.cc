#include "channel/priority.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "tests/channel/local_time.h"

namespace usher::channel {
namespace {

using customer::Channel;
using customer::Contact;
using customer::DecisionKind;

const absl::Time kMorning = Instant("2026-03-02T10:00:00+00:00");

// At most `max` messages a day; the journey cart comes before category news, and that before all
// else.
Policy DailyPolicy(std::uint32_t max) {
  Policy policy;
  Cap cap;
  cap.name = "daily";
  cap.max = max;
  cap.window = CapWindow::kDay;
  policy.caps = {cap};
  policy.priorities = {{"cart", ""}, {"", "news"}};
  return policy;
}

Scheduled Reminder(absl::Duration after, const std::string& journey = "cart") {
  return {kMorning + after, Channel::kPush, "marketing", journey};
}

Contact Sent(absl::Duration before) {
  Contact contact;
  contact.at = kMorning - before;
  contact.channel = Channel::kSms;
  contact.category = "marketing";
  return contact;
}

// Whether a message of the journey promotion may go now.
Verdict Promotion(const Policy& policy, const std::vector<Contact>& contacts,
                  const std::vector<Scheduled>& scheduled) {
  Question question;
  question.channel = Channel::kEmail;
  question.category = "marketing";
  question.journey = "promotion";
  question.contacts = contacts;
  question.zone = absl::UTCTimeZone();
  question.now = kMorning;
  question.scheduled = scheduled;
  return Decide(policy, question, customer::Limits());
}

TEST(PriorityTest, RanksByTheFirstEntryThatFits) {
  Policy policy;
  policy.priorities = {{"cart", "news"}, {"", "news"}, {"cart", ""}};
  EXPECT_EQ(RankOf(policy, "news", "cart"), 0U);
  EXPECT_EQ(RankOf(policy, "news", "other"), 1U);
  EXPECT_EQ(RankOf(policy, "marketing", "cart"), 2U);
  EXPECT_EQ(RankOf(policy, "marketing", "other"), 3U);
}

TEST(PriorityTest, TheLastMessageOfTheDayIsKeptForTheReminder) {
  const Verdict verdict =
      Promotion(DailyPolicy(2), {Sent(absl::Hours(1))}, {Reminder(absl::Hours(5))});
  EXPECT_EQ(verdict.kind, DecisionKind::kCapped);
  EXPECT_EQ(verdict.rule, "daily, kept for cart");
  EXPECT_EQ(verdict.count, 1U);
  EXPECT_EQ(verdict.limit, 2U);
  EXPECT_EQ(verdict.until, kMorning + absl::Hours(5));
}

TEST(PriorityTest, NothingIsKeptWhileThereIsRoomForBoth) {
  EXPECT_TRUE(Promotion(DailyPolicy(2), {}, {Reminder(absl::Hours(5))}).granted());
  EXPECT_FALSE(Promotion(DailyPolicy(2), {}, {Reminder(absl::Hours(4)), Reminder(absl::Hours(5))})
                   .granted());
}

TEST(PriorityTest, NothingIsKeptForAnotherDay) {
  EXPECT_TRUE(Promotion(DailyPolicy(1), {}, {Reminder(absl::Hours(14))}).granted());
}

TEST(PriorityTest, NothingIsKeptForWhatIsNotMoreImportant) {
  EXPECT_TRUE(Promotion(DailyPolicy(1), {}, {Reminder(absl::Hours(5), "promotion")}).granted());
  Policy equal = DailyPolicy(1);
  equal.priorities.clear();
  EXPECT_TRUE(Promotion(equal, {}, {Reminder(absl::Hours(5))}).granted());
}

TEST(PriorityTest, NothingIsKeptForWhatCouldNotBeSentAnyway) {
  Policy policy = DailyPolicy(1);
  policy.caps[0].category = "news";
  const std::vector<Contact> news = [] {
    Contact contact = Sent(absl::Hours(1));
    contact.category = "news";
    return std::vector<Contact>{contact};
  }();
  Scheduled reminder = Reminder(absl::Hours(5));
  reminder.category = "news";
  Question question;
  question.channel = Channel::kEmail;
  question.category = "news";
  question.journey = "promotion";
  question.contacts = news;
  question.zone = absl::UTCTimeZone();
  question.now = kMorning;
  question.scheduled = absl::MakeConstSpan(&reminder, 1);
  EXPECT_EQ(KeptBy(policy, policy.caps[0], question).scheduled, nullptr);
}

TEST(PriorityTest, ARollingWindowKeepsRoomOnlyIfBothFallIntoIt) {
  Policy policy = DailyPolicy(1);
  policy.caps[0].window = CapWindow::kRolling;
  policy.caps[0].per = absl::Hours(6);
  EXPECT_FALSE(Promotion(policy, {}, {Reminder(absl::Hours(6) - absl::Milliseconds(1))}).granted());
  EXPECT_TRUE(Promotion(policy, {}, {Reminder(absl::Hours(6))}).granted());
}

}  // namespace
}  // namespace usher::channel
