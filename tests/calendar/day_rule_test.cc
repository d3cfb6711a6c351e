#include "calendar/day_rule.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "calendar/easter.h"

namespace usher::calendar {
namespace {

std::string In(const char* rule, int year) {
  const auto parsed = DayRule::Parse(rule);
  return parsed.ok() ? absl::FormatCivilTime(parsed->In(year))
                     : std::string(parsed.status().message());
}

TEST(EasterTest, IsWhenTheChurchesHaveIt) {
  for (const auto& [year, western, orthodox] :
       {std::tuple(1961, "1961-04-02", "1961-04-09"), std::tuple(2000, "2000-04-23", "2000-04-30"),
        std::tuple(2008, "2008-03-23", "2008-04-27"), std::tuple(2024, "2024-03-31", "2024-05-05"),
        std::tuple(2025, "2025-04-20", "2025-04-20"), std::tuple(2026, "2026-04-05", "2026-04-12"),
        std::tuple(2027, "2027-03-28", "2027-05-02"), std::tuple(2038, "2038-04-25", "2038-04-25"),
        std::tuple(2285, "2285-03-22", "2285-04-26")}) {
    EXPECT_EQ(absl::FormatCivilTime(Easter(year)), western);
    EXPECT_EQ(absl::FormatCivilTime(OrthodoxEaster(year)), orthodox);
  }
}

TEST(DayRuleTest, ReadsTheFormsOfDays) {
  EXPECT_EQ(In("05-26", 2026), "2026-05-26");
  EXPECT_EQ(In("1st sunday of june", 2025), "2025-06-01");
  EXPECT_EQ(In("2nd sunday of may", 2026), "2026-05-10");
  EXPECT_EQ(In("4th thursday of november +1", 2026), "2026-11-27");
  EXPECT_EQ(In("last sunday of may", 2026), "2026-05-31");
  EXPECT_EQ(In("last monday of december", 2026), "2026-12-28");
  EXPECT_EQ(In("easter", 2026), "2026-04-05");
  EXPECT_EQ(In("easter -21", 2026), "2026-03-15");
  EXPECT_EQ(In("orthodox easter +1", 2026), "2026-04-13");
  EXPECT_EQ(In("01-01 -1", 2026), "2025-12-31");
}

TEST(DayRuleTest, WhatIsNoDayIsRefused) {
  for (const char* text :
       {"", "5-26", "02-29", "13-01", "05-26 ", "5th sunday of may", "2nd sun of may",
        "2nd sunday in may", "last sunday of mai", "2nd sunday of may 2026", "easter +201",
        "easter +x", "pentecost", "julian easter"}) {
    EXPECT_THAT(In(text, 2026), testing::HasSubstr("is no day of a year")) << text;
  }
}

}  // namespace
}  // namespace usher::calendar
