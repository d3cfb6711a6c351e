#include "channel/quiet_hours.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "gtest/gtest.h"

#include "tests/channel/local_time.h"

namespace usher::channel {
namespace {

using customer::Channel;

QuietHours Between(int from, int to) {
  QuietHours rule;
  rule.name = absl::StrFormat("%02d:%02d-%02d:%02d", from / 60, from % 60, to / 60, to % 60);
  rule.from = from;
  rule.to = to;
  return rule;
}

constexpr int Clock(int hours, int minutes) { return hours * 60 + minutes; }

const QuietHours kNight = Between(Clock(21, 0), Clock(8, 0));

absl::Time SmsUntil(const std::vector<QuietHours>& rules, absl::Time now, const Zone& zone) {
  return QuietUntil(rules, Channel::kSms, now, zone);
}

TEST(QuietHoursTest, EndInTheMorningAndBeginInTheEvening) {
  const Zone berlin = ZoneNamed("Europe/Berlin");
  const absl::Time morning = Instant("2026-01-15T08:00:00+01:00");
  const absl::Time evening = Instant("2026-01-15T21:00:00+01:00");
  const absl::Duration instant = absl::Milliseconds(1);
  EXPECT_EQ(SmsUntil({kNight}, morning - instant, berlin), morning);
  EXPECT_EQ(SmsUntil({kNight}, morning - absl::Hours(8) - instant, berlin), morning);
  EXPECT_EQ(SmsUntil({kNight}, morning, berlin), morning);
  EXPECT_EQ(SmsUntil({kNight}, evening - instant, berlin), evening - instant);
  EXPECT_EQ(SmsUntil({kNight}, evening, berlin), Instant("2026-01-16T08:00:00+01:00"));
}

TEST(QuietHoursTest, HoldWithinOneDay) {
  const Zone kathmandu = ZoneNamed("Asia/Kathmandu");
  const QuietHours siesta = Between(Clock(13, 0), Clock(15, 30));
  const absl::Time end = Instant("2026-05-01T15:30:00+05:45");
  EXPECT_EQ(SmsUntil({siesta}, Instant("2026-05-01T13:00:00+05:45"), kathmandu), end);
  EXPECT_EQ(SmsUntil({siesta}, end, kathmandu), end);
  const absl::Time before = Instant("2026-05-01T12:59:59+05:45");
  EXPECT_EQ(SmsUntil({siesta}, before, kathmandu), before);
}

TEST(QuietHoursTest, MayEndAtMidnight) {
  const Zone berlin = ZoneNamed("Europe/Berlin");
  const QuietHours evening = Between(Clock(22, 0), 0);
  const absl::Time midnight = Instant("2026-01-16T00:00:00+01:00");
  EXPECT_EQ(SmsUntil({evening}, midnight - absl::Minutes(1), berlin), midnight);
  EXPECT_EQ(SmsUntil({evening}, midnight, berlin), midnight);
}

TEST(QuietHoursTest, ConcernTheirCountriesAloneAndWhoeverMayBeThere) {
  QuietHours french = kNight;
  french.countries = {"BE", "FR"};
  const absl::Time now = Instant("2026-01-15T03:00:00Z");
  for (const Zone& zone : {Zone(absl::UTCTimeZone()), Zone()}) {
    EXPECT_GT(QuietUntil({french}, Channel::kSms, now, zone, "FR"), now);
    EXPECT_EQ(QuietUntil({french}, Channel::kSms, now, zone, "DE"), now);
    EXPECT_GT(QuietUntil({french}, Channel::kSms, now, zone, ""), now) << "may be French";
  }
  EXPECT_EQ(QuietRule({french}, Channel::kSms, now, absl::UTCTimeZone(), "FR"), french.name);
}

TEST(QuietHoursTest, OfSeveralCountriesLeaveTimeTogetherToWhoeverMayBeInAny) {
  QuietHours morning = Between(0, Clock(12, 0));
  morning.countries = {"FR"};
  QuietHours evening = Between(Clock(12, 0), 0);
  evening.countries = {"DE"};
  EXPECT_FALSE(LeavesTime({morning, evening}, Channel::kSms));
  evening.to = Clock(23, 0);
  EXPECT_TRUE(LeavesTime({morning, evening}, Channel::kSms));
}

TEST(QuietHoursTest, ConcernTheirChannelsAlone) {
  QuietHours night = kNight;
  night.channels.Add(Channel::kSms);
  const absl::Time now = Instant("2026-01-15T03:00:00Z");
  for (const Zone& zone : {Zone(absl::UTCTimeZone()), Zone()}) {
    EXPECT_GT(QuietUntil({night}, Channel::kSms, now, zone), now);
    EXPECT_EQ(QuietUntil({night}, Channel::kEmail, now, zone), now);
  }
}

TEST(QuietHoursTest, OfSeveralRulesAllHold) {
  const Zone utc = absl::UTCTimeZone();
  const std::vector<QuietHours> rules = {Between(Clock(7, 30), Clock(9, 0)),
                                         Between(Clock(9, 0), Clock(9, 15)), kNight};
  EXPECT_EQ(SmsUntil(rules, Instant("2026-01-15T22:00:00Z"), utc), Instant("2026-01-16T09:15:00Z"));
  EXPECT_EQ(QuietRule(rules, Channel::kSms, Instant("2026-01-15T22:00:00Z"), utc), "21:00-08:00");
  EXPECT_EQ(QuietRule(rules, Channel::kSms, Instant("2026-01-15T08:30:00Z"), utc), "07:30-09:00");
}

TEST(QuietHoursTest, NeverEndWhenNoTimeIsLeft) {
  const std::vector<QuietHours> rules = {kNight, Between(Clock(7, 0), Clock(21, 0))};
  EXPECT_FALSE(LeavesTime(rules, Channel::kSms));
  EXPECT_EQ(SmsUntil(rules, Instant("2026-01-15T22:00:00Z"), absl::UTCTimeZone()),
            absl::InfiniteFuture());
  EXPECT_EQ(SmsUntil(rules, Instant("2026-01-15T22:00:00Z"), std::nullopt), absl::InfiniteFuture());
  EXPECT_TRUE(LeavesTime({rules[0]}, Channel::kSms));
  EXPECT_TRUE(LeavesTime({}, Channel::kSms));
}

struct ShiftCase {
  std::string name;
  std::string zone;
  int from;
  int to;
  std::string now;
  std::string until;
};

class ShiftTest : public ::testing::TestWithParam<ShiftCase> {};

TEST_P(ShiftTest, FollowsTheLocalClock) {
  const Zone zone = ZoneNamed(GetParam().zone);
  EXPECT_EQ(SmsUntil({Between(GetParam().from, GetParam().to)}, Instant(GetParam().now), zone),
            Instant(GetParam().until));
}

INSTANTIATE_TEST_SUITE_P(
    Days, ShiftTest,
    ::testing::Values(
        // 02:00 to 03:00 is skipped.
        ShiftCase{"EndsAfterTheGap", "America/New_York", Clock(21, 0), Clock(2, 30),
                  "2026-03-08T01:00:00-05:00", "2026-03-08T03:00:00-04:00"},
        ShiftCase{"BeginsAfterTheGap", "America/New_York", Clock(2, 30), Clock(4, 0),
                  "2026-03-08T03:00:00-04:00", "2026-03-08T04:00:00-04:00"},
        ShiftCase{"NotBeforeTheGap", "America/New_York", Clock(2, 30), Clock(4, 0),
                  "2026-03-08T01:59:59-05:00", "2026-03-08T01:59:59-05:00"},
        ShiftCase{"WithinTheGap", "Europe/Berlin", Clock(2, 0), Clock(3, 0),
                  "2026-03-29T03:00:00+02:00", "2026-03-29T03:00:00+02:00"},
        ShiftCase{"ShortNight", "Europe/Berlin", Clock(21, 0), Clock(8, 0),
                  "2026-03-28T21:00:00+01:00", "2026-03-29T08:00:00+02:00"},
        // 01:00 to 02:00 is shown twice.
        ShiftCase{"EndsAtTheFirst", "America/New_York", Clock(21, 0), Clock(1, 30),
                  "2026-11-01T01:00:00-04:00", "2026-11-01T01:30:00-04:00"},
        ShiftCase{"IsOverAtTheSecond", "America/New_York", Clock(21, 0), Clock(1, 30),
                  "2026-11-01T01:15:00-05:00", "2026-11-01T01:15:00-05:00"},
        ShiftCase{"BeginsAtTheFirst", "America/New_York", Clock(1, 30), Clock(4, 0),
                  "2026-11-01T01:30:00-04:00", "2026-11-01T04:00:00-05:00"},
        ShiftCase{"StillHoldsAtTheSecond", "America/New_York", Clock(1, 30), Clock(4, 0),
                  "2026-11-01T01:15:00-05:00", "2026-11-01T04:00:00-05:00"},
        ShiftCase{"HalfHourGap", "Australia/Lord_Howe", Clock(21, 0), Clock(2, 15),
                  "2026-10-04T01:59:00+10:30", "2026-10-04T02:30:00+11:00"},
        ShiftCase{"HalfHourFold", "Australia/Lord_Howe", Clock(21, 0), Clock(1, 45),
                  "2026-04-05T01:44:00+11:00", "2026-04-05T01:45:00+11:00"},
        ShiftCase{"BeforeTheDayThatNeverWas", "Pacific/Apia", Clock(21, 0), Clock(8, 0),
                  "2011-12-29T22:00:00-10:00", "2011-12-31T08:00:00+14:00"},
        // At 00:01 clocks went back to 23:01 of the day before.
        ShiftCase{"BeginsAtTheFirstMidnight", "America/St_Johns", 0, Clock(8, 0),
                  "2010-11-06T23:30:00-03:30", "2010-11-07T08:00:00-03:30"}),
    [](const auto& info) { return info.param.name; });

// Walks minute by minute with a clock that, unlike the local one, never goes back: a rule holds
// when that clock's time of day is in it.
TEST(QuietHoursTest, AreWhatAClockThatNeverGoesBackShows) {
  const std::vector<std::vector<QuietHours>> policies = {
      {kNight},
      {Between(Clock(2, 10), Clock(2, 50))},
      {Between(Clock(1, 45), Clock(2, 0)), Between(Clock(23, 30), Clock(0, 30))},
      {Between(Clock(0, 0), Clock(1, 30)), Between(Clock(1, 15), Clock(2, 15))},
      {Between(Clock(3, 0), Clock(2, 0))},
  };
  const std::vector<std::pair<std::string, std::string>> shifts = {
      {"America/New_York", "2026-03-06T00:00:00Z"},
      {"America/New_York", "2026-10-30T00:00:00Z"},
      {"Europe/Berlin", "2026-03-27T00:00:00Z"},
      {"Europe/Berlin", "2026-10-23T00:00:00Z"},
      {"Australia/Lord_Howe", "2026-04-02T00:00:00Z"},
      {"Australia/Lord_Howe", "2026-10-01T00:00:00Z"},
      {"Asia/Kathmandu", "2026-05-01T00:00:00Z"},
      {"Pacific/Apia", "2011-12-28T00:00:00Z"},
      {"America/St_Johns", "2010-11-05T00:00:00Z"}};
  constexpr int kMinutes = 5 * 24 * 60;
  for (const auto& [name, start_text] : shifts) {
    const absl::TimeZone zone = ZoneNamed(name);
    const absl::Time start = Instant(start_text);
    for (const std::vector<QuietHours>& rules : policies) {
      std::vector<bool> quiet;
      absl::CivilMinute latest = absl::CivilMinute::min();
      for (int minute = 0; minute < kMinutes; ++minute) {
        latest = std::max(latest, absl::ToCivilMinute(start + absl::Minutes(minute), zone));
        const int of_day = latest.hour() * 60 + latest.minute();
        quiet.push_back(std::any_of(rules.begin(), rules.end(), [of_day](const QuietHours& rule) {
          return rule.from < rule.to ? rule.from <= of_day && of_day < rule.to
                                     : rule.from <= of_day || of_day < rule.to;
        }));
      }
      for (int minute = 0; minute < 4 * 24 * 60; ++minute) {
        int open = minute;
        while (open < kMinutes && quiet[static_cast<std::size_t>(open)]) ++open;
        if (open == kMinutes) break;
        ASSERT_EQ(SmsUntil(rules, start + absl::Minutes(minute), zone), start + absl::Minutes(open))
            << name << " " << rules[0].name << " "
            << absl::FormatTime(start + absl::Minutes(minute), zone);
      }
    }
  }
}

TEST(QuietHoursTest, LeaveTheMiddleHourOfTheDayToUnknownZones) {
  const absl::Time opens = Instant("2026-01-15T14:00:00Z");
  const absl::Time closes = opens + absl::Hours(1);
  EXPECT_EQ(SmsUntil({kNight}, opens - absl::Milliseconds(1), std::nullopt), opens);
  EXPECT_EQ(SmsUntil({kNight}, opens, std::nullopt), opens);
  EXPECT_EQ(SmsUntil({kNight}, closes - absl::Milliseconds(1), std::nullopt),
            closes - absl::Milliseconds(1));
  EXPECT_EQ(SmsUntil({kNight}, closes, std::nullopt), opens + absl::Hours(24));
  EXPECT_EQ(QuietRule({kNight}, Channel::kSms, closes, std::nullopt), "unknown-zone");
}

TEST(QuietHoursTest, OpenForUnknownZonesOnlyWhenOpenFromSixHoursWestToSixHoursEast) {
  const absl::Time start = Instant("2026-01-15T00:00:00Z");
  int open_minutes = 0;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    const absl::Time now = start + absl::Minutes(minute);
    if (SmsUntil({kNight}, now, std::nullopt) != now) continue;
    ++open_minutes;
    for (int hours = -6; hours <= 6; ++hours) {
      const Zone zone = absl::FixedTimeZone(hours * 3600);
      EXPECT_EQ(SmsUntil({kNight}, now, zone), now) << hours;
    }
  }
  EXPECT_EQ(open_minutes, 60);
}

TEST(QuietHoursTest, ChooseTheLongestOpenStretchForUnknownZones) {
  // Open from 08:00 to 12:00 and from 14:00 to 21:00.
  const std::vector<QuietHours> rules = {kNight, Between(Clock(12, 0), Clock(14, 0))};
  EXPECT_EQ(SmsUntil(rules, Instant("2026-01-15T09:00:00Z"), std::nullopt),
            Instant("2026-01-15T17:00:00Z"));
  // Open from 23:30 to 00:10, less than an hour, over midnight.
  const QuietHours day = Between(Clock(0, 10), Clock(23, 30));
  EXPECT_EQ(SmsUntil({day}, Instant("2026-01-15T09:00:00Z"), std::nullopt),
            Instant("2026-01-15T23:30:00Z"));
  const absl::Time late = Instant("2026-01-16T00:09:59Z");
  EXPECT_EQ(SmsUntil({day}, late, std::nullopt), late);
  EXPECT_EQ(SmsUntil({day}, late + absl::Seconds(1), std::nullopt),
            Instant("2026-01-16T23:30:00Z"));
}

}  // namespace
}  // namespace usher::channel
