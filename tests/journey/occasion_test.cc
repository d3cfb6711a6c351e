// What starts runs on a day that is special in the customer's country.

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using support::At;
using support::JourneyWalk;
using testing::ElementsAre;
using testing::HasSubstr;

void LiveIn(JourneyWalk& walk, const char* country, const char* zone) {
  ProfileInput profile;
  profile.country = country;
  profile.time_zone = zone;
  walk.Give(profile);
}

std::string On(absl::string_view occasion, absl::string_view more = "reenter: {}") {
  return absl::StrCat("journey: j\nenter: { occasion: { ", occasion, " }, ", more, R"( }
steps:
  - send: { channels: push, template: t }
templates: { t: { push: { title: "{{ event.occasion }} {{ event.date }}" } } }
)");
}

// When what was sent, in UTC.
std::vector<std::string> Sent(const JourneyWalk& walk) {
  std::vector<std::string> sent;
  for (const Message& message : walk.messages) {
    sent.push_back(absl::StrCat(absl::FormatTime("%m-%d %H:%M ", message.at, absl::UTCTimeZone()),
                                message.content.at(0).second));
  }
  return sent;
}

// JourneyWalk begins on 2 March 2026 at 09:00 UTC.

TEST(OccasionTest, ComesOnTheDayOfTheCustomersCountryAtHisTime) {
  for (const auto& [country, zone, sent] :
       {std::tuple("GB", "Europe/London", "03-15 10:00 mothers-day 2026-03-15"),
        std::tuple("AT", "Europe/Vienna", "05-10 08:00 mothers-day 2026-05-10"),
        std::tuple("PL", "Europe/Warsaw", "05-26 08:00 mothers-day 2026-05-26"),
        std::tuple("us", "America/New_York", "05-10 14:00 mothers-day 2026-05-10")}) {
    JourneyWalk walk(On("name: mothers-day, at: '10:00'"));
    LiveIn(walk, country, zone);
    walk.Pass(absl::Hours(24 * 200));
    EXPECT_THAT(Sent(walk), ElementsAre(sent));
  }
}

TEST(OccasionTest, ComesEveryYear) {
  JourneyWalk walk(On("name: mothers-day, at: '10:00'"));
  LiveIn(walk, "GB", "Europe/London");
  walk.Pass(absl::Hours(24 * 740));
  EXPECT_THAT(Sent(walk), ElementsAre("03-15 10:00 mothers-day 2026-03-15",
                                      "03-07 10:00 mothers-day 2027-03-07"));
}

TEST(OccasionTest, AnOffsetIsInDaysOfTheCalendarAndMayPassTheTurnOfAYear) {
  JourneyWalk walk(On("name: new-year, offset: -7d, at: '10:00'"));
  LiveIn(walk, "AT", "Europe/Vienna");
  walk.Pass(absl::Hours(24 * 365));
  EXPECT_THAT(Sent(walk), ElementsAre("12-25 09:00 new-year 2027-01-01"));
  JourneyWalk after(On("name: mothers-day, offset: 1d"));
  LiveIn(after, "AT", "Europe/Vienna");
  after.Pass(absl::Hours(24 * 100));
  EXPECT_THAT(Sent(after), ElementsAre("05-10 22:00 mothers-day 2026-05-10"));
}

TEST(OccasionTest, OfSeveralOccasionsEachComesAndOnOneDayTheFirst) {
  JourneyWalk walk(On("name: [halloween, valentines-day, christmas, christmas-eve]"));
  LiveIn(walk, "AT", "UTC");
  walk.Pass(absl::Hours(24 * 365));
  EXPECT_THAT(
      Sent(walk),
      ElementsAre("10-31 00:00 halloween 2026-10-31", "12-24 00:00 christmas-eve 2026-12-24",
                  "12-25 00:00 christmas 2026-12-25", "02-14 00:00 valentines-day 2027-02-14"));
  JourneyWalk germany(On("name: [fathers-day, easter], offset: 0s"));
  LiveIn(germany, "DE", "UTC");
  germany.Pass(absl::Hours(24 * 100));
  EXPECT_THAT(Sent(germany),
              ElementsAre("04-05 00:00 easter 2026-04-05", "05-14 00:00 fathers-day 2026-05-14"));
}

TEST(OccasionTest, WhoseCountryIsNotKnownIsLeftOutUnlessTheJourneyNamesOne) {
  JourneyWalk unknown(On("name: mothers-day"));
  EXPECT_TRUE(unknown.record.dates.empty());
  LiveIn(unknown, "XX", "UTC");
  EXPECT_TRUE(unknown.record.dates.empty()) << "not celebrated there";
  LiveIn(unknown, "AT", "UTC");
  EXPECT_EQ(unknown.record.dates.size(), 1u);
  LiveIn(unknown, "GB", "UTC");
  EXPECT_EQ(unknown.record.dates.at(0).due, At("2026-03-15 00:00:00"));
  JourneyWalk fallback(On("name: mothers-day, default_country: GB"));
  EXPECT_EQ(fallback.record.dates.at(0).due, At("2026-03-15 00:00:00"));
}

TEST(OccasionTest, ConditionsAndKeysKnowWhichItIs) {
  JourneyWalk walk(On("name: [mothers-day, halloween]",
                      "when: event.occasion != \"mothers-day\", key: event.date"));
  LiveIn(walk, "AT", "UTC");
  walk.Pass(absl::Hours(24 * 600));
  EXPECT_THAT(Sent(walk), ElementsAre("10-31 00:00 halloween 2026-10-31"));
  walk.Pass(absl::Hours(24 * 300));
  EXPECT_EQ(walk.messages.size(), 2u);
}

TEST(OccasionTest, ConcernsNoVisitors) {
  JourneyWalk visitor(On("name: easter, default_country: AT"));
  visitor.customer = base::CustomerId::Anonymous("v");
  visitor.record.dates.clear();
  visitor.Give(WakeInput{});
  EXPECT_TRUE(visitor.record.dates.empty());
}

TEST(OccasionTest, WhatMakesNoSenseIsNamed) {
  const auto check = [](absl::string_view occasion, absl::string_view path,
                        absl::string_view says) {
    const auto problems = support::ProblemsOf(On(occasion));
    ASSERT_EQ(problems.size(), 1u) << occasion;
    EXPECT_EQ(problems[0].path, path);
    EXPECT_THAT(problems[0].message, HasSubstr(std::string(says)));
  };
  check("", "enter.occasion", "name an occasion: black-friday, christmas");
  check("name: mother-day", "enter.occasion.name[0]", "did you mean \"mothers-day\"?");
  check("name: [easter, xyz]", "enter.occasion.name[1]", "there are black-friday");
  check("name: easter, at: noon", "enter.occasion.at", "noon");
  check("name: easter, offset: 401d", "enter.occasion.offset", "must be from");
  check("name: thanksgiving, default_country: AT", "enter.occasion.default_country",
        "\"AT\" has no thanksgiving");
  const auto warnings = Compile(support::ParseJourney(On("name: easter", "max_age: 1h"))).problems;
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_TRUE(warnings[0].warning);
}

}  // namespace
}  // namespace usher::journey
