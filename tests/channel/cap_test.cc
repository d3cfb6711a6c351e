#include "channel/cap.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "tests/channel/local_time.h"

namespace usher::channel {
namespace {

using customer::Channel;
using customer::Contact;

const absl::Time kNoon = absl::FromUnixSeconds(43200);

Contact SmsAt(absl::Time at) {
  return {.at = at, .channel = Channel::kSms, .category = "marketing", .send_id = 0};
}

Cap Rolling(std::uint32_t max, absl::Duration per) {
  Cap cap;
  cap.max = max;
  cap.per = per;
  return cap;
}

Cap Calendar(std::uint32_t max, CapWindow window) {
  Cap cap;
  cap.max = max;
  cap.window = window;
  return cap;
}

TEST(CapTest, IsOpenUntilTheMaximumIsReached) {
  const Cap cap = Rolling(2, absl::Hours(24));
  EXPECT_EQ(NextAllowed({}, cap, {}, kNoon, std::nullopt), kNoon);
  EXPECT_EQ(NextAllowed({}, cap, {SmsAt(kNoon)}, kNoon, std::nullopt), kNoon);
}

TEST(CapTest, ReopensWhenTheOldestMessageLeavesTheWindow) {
  const Cap cap = Rolling(2, absl::Hours(24));
  const std::vector<Contact> contacts = {SmsAt(kNoon), SmsAt(kNoon + absl::Hours(1))};
  EXPECT_EQ(NextAllowed({}, cap, contacts, kNoon + absl::Hours(2), std::nullopt),
            kNoon + absl::Hours(24));
}

TEST(CapTest, WindowsAreHalfOpen) {
  const Cap cap = Rolling(1, absl::Hours(24));
  const std::vector<Contact> contacts = {SmsAt(kNoon)};
  const absl::Time end = kNoon + absl::Hours(24);
  EXPECT_EQ(CountNow({}, cap, contacts, end - absl::Milliseconds(1), std::nullopt), 1u);
  EXPECT_EQ(CountNow({}, cap, contacts, end, std::nullopt), 0u);
  EXPECT_EQ(NextAllowed({}, cap, contacts, end, std::nullopt), end);
}

TEST(CapTest, WaitsForSeveralToLeaveWhenMoreThanTheMaximumWereSent) {
  const Cap cap = Rolling(1, absl::Hours(24));
  const std::vector<Contact> contacts = {SmsAt(kNoon), SmsAt(kNoon + absl::Hours(3))};
  EXPECT_EQ(NextAllowed({}, cap, contacts, kNoon + absl::Hours(4), std::nullopt),
            kNoon + absl::Hours(27));
  EXPECT_EQ(CountNow({}, cap, contacts, kNoon + absl::Hours(4), std::nullopt), 2u);
}

TEST(CapTest, CountsItsChannelsTogetherAndNoOthers) {
  Cap cap = Rolling(2, absl::Hours(24));
  cap.channels.Add(Channel::kSms);
  cap.channels.Add(Channel::kPush);
  std::vector<Contact> contacts = {SmsAt(kNoon), SmsAt(kNoon), SmsAt(kNoon)};
  contacts[0].channel = Channel::kEmail;
  contacts[1].channel = Channel::kPush;
  EXPECT_EQ(CountNow({}, cap, contacts, kNoon, std::nullopt), 2u);
  EXPECT_EQ(NextAllowed({}, cap, contacts, kNoon, std::nullopt), kNoon + absl::Hours(24));
  contacts[2].channel = Channel::kEmail;
  EXPECT_EQ(NextAllowed({}, cap, contacts, kNoon, std::nullopt), kNoon);
}

TEST(CapTest, CountsItsCategoryAlone) {
  Cap cap = Rolling(1, absl::Hours(24));
  cap.category = "newsletter";
  std::vector<Contact> contacts = {SmsAt(kNoon)};
  EXPECT_EQ(NextAllowed({}, cap, contacts, kNoon, std::nullopt), kNoon);
  contacts[0].category = "newsletter";
  EXPECT_EQ(NextAllowed({}, cap, contacts, kNoon, std::nullopt), kNoon + absl::Hours(24));
}

TEST(CapTest, CountsItsJourneyAlone) {
  Cap cap = Rolling(1, absl::Hours(24));
  cap.journey = "cart";
  Contact of_another = SmsAt(kNoon);
  of_another.journey = "welcome";
  Contact of_it = SmsAt(kNoon);
  of_it.journey = "cart";
  EXPECT_TRUE(Concerns(cap, Channel::kSms, "marketing", "cart"));
  EXPECT_FALSE(Concerns(cap, Channel::kSms, "marketing", "welcome"));
  EXPECT_EQ(NextAllowed({}, cap, {of_another}, kNoon, std::nullopt), kNoon);
  EXPECT_EQ(NextAllowed({}, cap, {of_another, of_it}, kNoon, std::nullopt),
            kNoon + absl::Hours(24));
}

TEST(CapTest, DoesNotCountUncountedClasses) {
  const Cap cap = Rolling(1, absl::Hours(24));
  std::vector<Contact> contacts = {SmsAt(kNoon)};
  contacts[0].category = "transactional";
  EXPECT_EQ(NextAllowed({}, cap, contacts, kNoon, std::nullopt), kNoon);
  EXPECT_EQ(CountNow({}, cap, contacts, kNoon, std::nullopt), 0u);
  Policy counting;
  counting.classes["transactional"] = {.ignores_caps = true};
  EXPECT_EQ(NextAllowed(counting, cap, contacts, kNoon, std::nullopt), kNoon + absl::Hours(24));
  EXPECT_EQ(CountNow(counting, cap, contacts, kNoon, std::nullopt), 1u);
}

TEST(CapTest, CountsMessagesOfTheFuture) {
  const Cap cap = Rolling(1, absl::Hours(24));
  EXPECT_EQ(NextAllowed({}, cap, {SmsAt(kNoon + absl::Hours(1))}, kNoon, std::nullopt),
            kNoon + absl::Hours(25));
}

struct CalendarCase {
  std::string name;
  std::string zone;
  CapWindow window;
  std::string sent;
  std::string reopens;
};

class CalendarCapTest : public ::testing::TestWithParam<CalendarCase> {};

TEST_P(CalendarCapTest, ReopensAtTheEndOfTheLocalWindow) {
  const Cap cap = Calendar(1, GetParam().window);
  const Zone zone = ZoneNamed(GetParam().zone);
  const std::vector<Contact> contacts = {SmsAt(Instant(GetParam().sent))};
  const absl::Time reopens = Instant(GetParam().reopens);
  for (const absl::Time now : {contacts[0].at, reopens - absl::Milliseconds(1)}) {
    EXPECT_EQ(NextAllowed({}, cap, contacts, now, zone), reopens);
    EXPECT_EQ(CountNow({}, cap, contacts, now, zone), 1u);
  }
  EXPECT_EQ(NextAllowed({}, cap, contacts, reopens, zone), reopens);
  EXPECT_EQ(CountNow({}, cap, contacts, reopens, zone), 0u);
}

INSTANTIATE_TEST_SUITE_P(
    Days, CalendarCapTest,
    ::testing::Values(
        CalendarCase{"PlainDay", "Europe/Berlin", CapWindow::kDay, "2026-01-15T10:00:00+01:00",
                     "2026-01-16T00:00:00+01:00"},
        CalendarCase{"LastMillisecond", "Europe/Berlin", CapWindow::kDay,
                     "2026-01-15T23:59:59.999+01:00", "2026-01-16T00:00:00+01:00"},
        CalendarCase{"Midnight", "Europe/Berlin", CapWindow::kDay, "2026-01-15T00:00:00+01:00",
                     "2026-01-16T00:00:00+01:00"},
        CalendarCase{"ShortDay", "America/New_York", CapWindow::kDay, "2026-03-08T00:00:00-05:00",
                     "2026-03-09T00:00:00-04:00"},
        CalendarCase{"LongDay", "America/New_York", CapWindow::kDay, "2026-11-01T00:00:00-04:00",
                     "2026-11-02T00:00:00-05:00"},
        CalendarCase{"HalfHourShift", "Australia/Lord_Howe", CapWindow::kDay,
                     "2026-04-05T00:30:00+11:00", "2026-04-06T00:00:00+10:30"},
        CalendarCase{"OddOffset", "Asia/Kathmandu", CapWindow::kDay, "2026-05-01T23:59:00+05:45",
                     "2026-05-02T00:00:00+05:45"},
        CalendarCase{"DayThatNeverWas", "Pacific/Apia", CapWindow::kDay,
                     "2011-12-29T12:00:00-10:00", "2011-12-31T00:00:00+14:00"},
        CalendarCase{"MidnightSkipped", "Asia/Beirut", CapWindow::kDay, "2022-03-26T12:00:00+02:00",
                     "2022-03-27T01:00:00+03:00"},
        // At 00:01 clocks went back to 23:01 of the day before, but the new day had begun.
        CalendarCase{"OldDayShownAgain", "America/St_Johns", CapWindow::kDay,
                     "2010-11-06T23:30:00-03:30", "2010-11-08T00:00:00-03:30"},
        CalendarCase{"Week", "Europe/Berlin", CapWindow::kWeek, "2026-03-25T12:00:00+01:00",
                     "2026-03-30T00:00:00+02:00"},
        CalendarCase{"WeekOnSunday", "Europe/Berlin", CapWindow::kWeek, "2026-03-29T23:59:00+02:00",
                     "2026-03-30T00:00:00+02:00"},
        CalendarCase{"WeekOnMonday", "Europe/Berlin", CapWindow::kWeek, "2026-03-30T00:00:00+02:00",
                     "2026-04-06T00:00:00+02:00"},
        CalendarCase{"Month", "Europe/Berlin", CapWindow::kMonth, "2026-10-01T00:00:00+02:00",
                     "2026-11-01T00:00:00+01:00"},
        CalendarCase{"MonthOnItsLastDay", "Europe/Berlin", CapWindow::kMonth,
                     "2026-12-31T23:59:59.999+01:00", "2027-01-01T00:00:00+01:00"},
        CalendarCase{"LongestMonth", "Antarctica/Troll", CapWindow::kMonth,
                     "2026-10-01T00:00:00+02:00", "2026-11-01T00:00:00+00:00"},
        CalendarCase{"MonthWithoutItsLastDay", "Pacific/Apia", CapWindow::kMonth,
                     "2011-12-29T12:00:00-10:00", "2012-01-01T00:00:00+14:00"}),
    [](const auto& info) { return info.param.name; });

TEST(CapTest, NoZonesDayWeekOrMonthHoldsTwoWhenTheZoneIsUnknown) {
  for (const char* name : {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe",
                           "Asia/Kathmandu", "Antarctica/Troll", "Pacific/Apia"}) {
    const Zone zone = ZoneNamed(name);
    for (const CapWindow window : {CapWindow::kDay, CapWindow::kWeek, CapWindow::kMonth}) {
      const Cap cap = Calendar(1, window);
      const absl::Time start = Instant("2026-01-01T00:00:00Z");
      for (int hour = 0; hour < 366 * 24; ++hour) {
        const std::vector<Contact> contacts = {SmsAt(start + absl::Hours(hour))};
        const absl::Time next = NextAllowed({}, cap, contacts, contacts[0].at, std::nullopt);
        ASSERT_EQ(NextAllowed({}, cap, contacts, next, zone), next) << name << " " << next;
      }
    }
  }
}

}  // namespace
}  // namespace usher::channel
