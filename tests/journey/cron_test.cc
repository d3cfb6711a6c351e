#include "journey/cron.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "channel/zone.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using support::At;
using testing::HasSubstr;

// The time after that one, in UTC.
std::string After(const char* cron, const char* start) {
  Cron::Fault fault;
  const auto parsed = Cron::Parse(cron, &fault);
  if (!parsed) return absl::StrCat(fault.offset, ": ", fault.message);
  return absl::FormatTime("%Y-%m-%d %H:%M", parsed->Next(At(start), absl::UTCTimeZone()),
                          absl::UTCTimeZone());
}

TEST(CronTest, ComesWhenAllFieldsFit) {
  // 2 March 2026 is a Monday.
  EXPECT_EQ(After("0 10 * * 1", "2026-03-02 09:00:00"), "2026-03-02 10:00");
  EXPECT_EQ(After("0 10 * * 1", "2026-03-02 10:00:00"), "2026-03-02 10:00");
  EXPECT_EQ(After("0 10 * * 1", "2026-03-02 10:00:00.001"), "2026-03-09 10:00");
  EXPECT_EQ(After("30 8 1 * *", "2026-03-02 09:00:00"), "2026-04-01 08:30");
  EXPECT_EQ(After("*/15 9-17 * * mon-fri", "2026-03-06 17:46:00"), "2026-03-09 09:00");
  EXPECT_EQ(After("5,10 0 1 JAN,Jul *", "2026-03-02 09:00:00"), "2026-07-01 00:05");
  EXPECT_EQ(After("0 0 29 2 *", "2026-03-02 09:00:00"), "2028-02-29 00:00");
  EXPECT_EQ(After("0 0 29 2 *", "2096-03-01 00:00:00"), "2104-02-29 00:00");
  EXPECT_EQ(After("0 12 * * 7", "2026-03-02 09:00:00"), "2026-03-08 12:00");
  EXPECT_EQ(After("0 12 * * Sun", "2026-03-02 09:00:00"), "2026-03-08 12:00");
}

TEST(CronTest, OneOfTwoFieldsForDaysIsEnoughUnlessOneStartsWithAStar) {
  EXPECT_EQ(After("0 0 13 * 5", "2026-03-02 09:00:00"), "2026-03-06 00:00") << "a Friday";
  EXPECT_EQ(After("0 0 13 * 5", "2026-03-07 09:00:00"), "2026-03-13 00:00");
  EXPECT_EQ(After("0 0 10 * 5", "2026-03-07 09:00:00"), "2026-03-10 00:00") << "the tenth";
  EXPECT_EQ(After("0 0 */10 * 1", "2026-03-02 09:00:00"), "2026-05-11 00:00")
      << "a Monday that is the 1st, 11th, 21st or 31st";
  EXPECT_EQ(After("0 0 31 4 5", "2026-03-02 09:00:00"), "2026-04-03 00:00");
}

TEST(CronTest, WhatIsWrongIsNamedWithItsPlace) {
  const struct {
    const char* text;
    std::size_t offset;
    const char* says;
  } kCases[] = {
      {"", 0, "this has 0 fields; a schedule has five"},
      {"0 10 * *", 0, "this has 4 fields"},
      {"0 0 10 * * 1", 0, "this has 6 fields"},
      {"@daily", 0, "this has 1 fields"},
      {"60 10 * * 1", 0, "\"60\" is no minute from 0 to 59"},
      {"0 24 * * 1", 2, "\"24\" is no hour from 0 to 23"},
      {"0 10 0 * 1", 5, "\"0\" is no day of the month from 1 to 31"},
      {"0 10 * 13 1", 7, "\"13\" is no month"},
      {"0 10 * * 8", 9, "\"8\" is no day of the week from 0 to 7"},
      {"0 10 * * monday", 9, "\"monday\" is no day of the week"},
      {"0 10 * feb-x 1", 11, "\"x\" is no month"},
      {"0 10,12,, * * 1", 8, "\"\" is no hour"},
      {"0 22-4 * * *", 2, "a range goes from less to more"},
      {"0 5/2 * * *", 2, "a step goes with * or a range"},
      {"0 */0 * * *", 4, "\"0\" is no step"},
      {"0 */2/3 * * *", 2, "is no hour; write *"},
      {"-5 10 * * *", 0, "\"\" is no minute"},
      {"0 10 30 2 *", 5, "never comes"},
      {"0 10 31 4,6,9,11 *", 5, "never comes"},
  };
  for (const auto& [text, offset, says] : kCases) {
    Cron::Fault fault;
    EXPECT_FALSE(Cron::Parse(text, &fault)) << text;
    EXPECT_EQ(fault.offset, offset) << text << ": " << fault.message;
    EXPECT_THAT(fault.message, HasSubstr(says)) << text;
  }
}

std::string Local(const char* cron, const char* start) {
  const absl::TimeZone vienna = *channel::LoadZone("Europe/Vienna");
  Cron::Fault fault;
  return absl::FormatTime(Cron::Parse(cron, &fault)->Next(At(start), vienna), vienna);
}

TEST(CronTest, ATimeThatIsLeftOutComesAfterTheGapAndOneThatIsThereTwiceComesOnce) {
  EXPECT_EQ(Local("30 2 * * *", "2026-03-28 12:00:00"), "2026-03-29T03:00:00+02:00");
  EXPECT_EQ(Local("*/20 2-3 * * *", "2026-03-29 01:00:00.001"), "2026-03-29T03:20:00+02:00");
  EXPECT_EQ(Local("30 2 * * *", "2026-10-25 00:00:00"), "2026-10-25T02:30:00+02:00");
  EXPECT_EQ(Local("30 2 * * *", "2026-10-25 00:30:00.001"), "2026-10-26T02:30:00+01:00");
  EXPECT_EQ(Local("*/20 * * * *", "2026-10-25 00:40:00.001"), "2026-10-25T03:00:00+01:00");
}

}  // namespace
}  // namespace usher::journey
