#include "calendar/occasions.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "calendar/built_in.h"

namespace usher::calendar {
namespace {

using testing::HasSubstr;

std::string In(const char* name, const char* country, int year) {
  const Occasion* occasion = Occasions::BuiltIn().Find(name);
  if (occasion == nullptr) return "no such occasion";
  const auto day = occasion->DayIn(country, year);
  return day ? absl::FormatCivilTime(*day) : "none";
}

TEST(OccasionsTest, TheBuiltInCalendarsAreFaultless) {
  const auto parsed = Occasions::Parse(BuiltInText(), "occasions.yaml");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_GE(parsed->Names().size(), 15u);
}

TEST(OccasionsTest, MothersDayIsADayOfItsOwnInManyCountries) {
  EXPECT_EQ(In("mothers-day", "AT", 2026), "2026-05-10");
  EXPECT_EQ(In("mothers-day", "at", 2026), "2026-05-10");
  EXPECT_EQ(In("mothers-day", "GB", 2026), "2026-03-15");
  EXPECT_EQ(In("mothers-day", "PL", 2026), "2026-05-26");
  EXPECT_EQ(In("mothers-day", "NO", 2026), "2026-02-08");
  EXPECT_EQ(In("mothers-day", "FR", 2026), "2026-05-31");
  EXPECT_EQ(In("mothers-day", "FR", 2023), "2023-06-04") << "28 May was Pentecost";
  EXPECT_EQ(In("mothers-day", "XX", 2026), "none");
}

TEST(OccasionsTest, EverywhereElseIsWrittenWithAStar) {
  EXPECT_EQ(In("valentines-day", "BR", 2026), "2026-06-12");
  EXPECT_EQ(In("valentines-day", "XX", 2026), "2026-02-14");
  EXPECT_EQ(In("thanksgiving", "US", 2026), "2026-11-26");
  EXPECT_EQ(In("thanksgiving", "DE", 2026), "none");
  EXPECT_TRUE(Occasions::BuiltIn().Find("easter")->KnownIn("XX"));
  EXPECT_FALSE(Occasions::BuiltIn().Find("thanksgiving")->KnownIn("DE"));
}

TEST(OccasionsTest, TheDayBeforeIsOneDayBeforeInEveryCountry) {
  for (const char* country : {"AT", "RS", "RU", "US", "XX"}) {
    for (int year = 2020; year < 2040; ++year) {
      EXPECT_LT(In("christmas-eve", country, year), In("christmas", country, year)) << country;
    }
  }
}

TEST(OccasionsTest, FaultsNameTheirPlace) {
  const auto fault = [](const char* yaml) {
    const auto parsed = Occasions::Parse(yaml, "mine.yaml");
    return std::string(parsed.status().message());
  };
  EXPECT_THAT(fault("occasions:\n  a: { days: [ { countries: AT, on: someday } ] }\n"),
              HasSubstr("mine.yaml:2:37: \"someday\" is no day of a year"));
  EXPECT_THAT(fault("occasions:\n  a: { days: [ { countries: Austria, on: 01-01 } ] }\n"),
              HasSubstr("mine.yaml:2:29: a country has two upper-case letters"));
  EXPECT_THAT(fault("occasions:\n  a: { days: [ { countries: [AT, AT], on: 01-01 } ] }\n"),
              HasSubstr("mine.yaml:2:34: AT has a day already"));
  EXPECT_THAT(fault("occasions:\n  a: { days: [ { countries: AT, on: 01-01, unless: 01-01 } ] }\n"),
              HasSubstr("`unless` and `otherwise` go together"));
  EXPECT_THAT(fault("occasions:\n  a: { days: [ { on: 01-01 } ] }\n"),
              HasSubstr("name at least one country"));
  EXPECT_THAT(fault("occasions:\n  a: {}\n"), HasSubstr("give at least one of `days`"));
  EXPECT_THAT(fault("occasion:\n  a: {}\n"), HasSubstr("mine.yaml:1:1"));
}

}  // namespace
}  // namespace usher::calendar
