// Local times and dates, against what python's zoneinfo says they mean.

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

#include "channel/zone.h"
#include "journey/cron.h"
#include "journey/date_rule.h"
#include "journey/local_window.h"

namespace usher::journey {
namespace {

constexpr char kOracle[] = "python3 tests/journey/local_time_oracle.py";

std::vector<std::vector<std::string>> Cases() {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(kOracle, "r"), pclose);
  std::vector<std::vector<std::string>> cases;
  char line[256];
  while (fgets(line, sizeof line, pipe.get()) != nullptr) {
    cases.push_back(
        absl::StrSplit(absl::string_view(line), absl::ByAnyChar(" \n"), absl::SkipEmpty()));
  }
  return cases;
}

int Number(const std::string& text) {
  int number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(text, &number)) << text;
  return number;
}

absl::Time Minute(const std::string& text) {
  return absl::UnixEpoch() + absl::Minutes(Number(text));
}

absl::Time Found(const std::vector<std::string>& fields, absl::TimeZone zone) {
  if (fields[0] == "window") {
    LocalWindow window{static_cast<std::uint8_t>(Number(fields[3])), Number(fields[4]), {}};
    if (fields[5] != "-") window.to = Number(fields[5]);
    return NextIn(window, Minute(fields[2]), zone);
  }
  if (fields[0] == "cron") {
    Cron::Fault fault;
    const auto cron = Cron::Parse(absl::StrReplaceAll(fields[3], {{"_", " "}}), &fault);
    EXPECT_TRUE(cron) << fields[3] << ": " << fault.message;
    return cron ? cron->Next(Minute(fields[2]), zone) : absl::InfinitePast();
  }
  const DateRule rule{absl::Hours(24) * Number(fields[3]), Number(fields[4]), false};
  return InstantOf(rule, base::Value(fields[2]), absl::UnixEpoch(), zone)
      .value_or(absl::InfinitePast());
}

TEST(LocalTimeTest, AgreesWithAnotherCalendarOnDaysOnWhichClocksChange) {
  const auto cases = Cases();
  ASSERT_GT(cases.size(), 35'000u) << kOracle;
  int wrong = 0;
  for (const std::vector<std::string>& fields : cases) {
    const channel::Zone zone = channel::LoadZone(fields[1]);
    ASSERT_TRUE(zone) << fields[1];
    const absl::Time found = Found(fields, *zone);
    if (found == Minute(fields.back())) continue;
    if (++wrong > 10) continue;
    ADD_FAILURE() << absl::StrJoin(fields, " ") << ": expected "
                  << absl::FormatTime(Minute(fields.back()), *zone) << ", found "
                  << absl::FormatTime(found, *zone);
  }
  EXPECT_EQ(wrong, 0);
}

absl::TimeZone Zone(const char* name) { return *channel::LoadZone(name); }

absl::Time Utc(const char* text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << text << error;
  return time;
}

absl::Time DateIn(const DateRule& rule, const char* text,
                  const char* start = "2026-06-01T00:00:00Z") {
  return InstantOf(rule, base::Value(text), Utc(start), Zone("Europe/Berlin"))
      .value_or(absl::InfinitePast());
}

TEST(DateRuleTest, ReadsTheFormsOfDates) {
  EXPECT_EQ(DateIn({}, "2026-05-17"), Utc("2026-05-16T22:00:00Z"));
  EXPECT_EQ(DateIn({}, "2026-05-17T18:30"), Utc("2026-05-17T16:30:00Z"));
  EXPECT_EQ(DateIn({}, "2026-05-17T18:30:20"), Utc("2026-05-17T16:30:20Z"));
  EXPECT_EQ(DateIn({}, "2026-05-17T18:30:20.5Z"), Utc("2026-05-17T18:30:20.5Z"));
  EXPECT_EQ(DateIn({}, "2026-05-17T18:30:20+05:00"), Utc("2026-05-17T13:30:20Z"));
  for (const char* no_date : {"", "17.5.2026", "2026-13-01", "2026-02-30", "--05-17", "soon",
                              "infinite-future", "2026-05-17T25:00"}) {
    EXPECT_EQ(DateIn({}, no_date), absl::InfinitePast()) << no_date;
  }
  EXPECT_FALSE(
      InstantOf({}, base::Value(std::int64_t{20260517}), absl::UnixEpoch(), absl::UTCTimeZone()));
}

TEST(DateRuleTest, WholeDaysFollowTheCalendarAndTheRestTheClock) {
  // The clocks of Berlin change on 29 March at two.
  EXPECT_EQ(DateIn({.offset = -absl::Hours(24)}, "2026-03-29T10:00"), Utc("2026-03-28T09:00:00Z"));
  EXPECT_EQ(DateIn({.offset = -absl::Hours(10)}, "2026-03-29T10:00"), Utc("2026-03-28T22:00:00Z"));
  EXPECT_EQ(DateIn({.offset = absl::Hours(24)}, "2026-03-28T10:00:00Z"),
            Utc("2026-03-29T09:00:00Z"));
  EXPECT_EQ(DateIn({.offset = absl::Hours(2)}, "2026-03-28T23:30:00Z"),
            Utc("2026-03-29T01:30:00Z"));
  EXPECT_EQ(DateIn({.offset = -absl::Hours(168), .at = 600}, "2026-05-17"),
            Utc("2026-05-10T08:00:00Z"));
}

TEST(DateRuleTest, AnniversariesComeEveryYear) {
  const DateRule birthday{.offset = {}, .at = 600, .yearly = true};
  EXPECT_EQ(DateIn(birthday, "1990-06-01"), Utc("2026-06-01T08:00:00Z"));
  EXPECT_EQ(DateIn(birthday, "--06-01"), Utc("2026-06-01T08:00:00Z"));
  EXPECT_EQ(DateIn(birthday, "1990-06-01", "2026-06-01T08:00:00Z"), Utc("2026-06-01T08:00:00Z"));
  EXPECT_EQ(DateIn(birthday, "1990-06-01", "2026-06-01T08:00:00.001Z"),
            Utc("2027-06-01T08:00:00Z"));
  EXPECT_EQ(DateIn(birthday, "1992-02-29"), Utc("2027-03-01T09:00:00Z"));
  EXPECT_EQ(DateIn(birthday, "--02-29", "2028-01-01T00:00:00Z"), Utc("2028-02-29T09:00:00Z"));
  const DateRule week_before{.offset = -absl::Hours(168), .at = 600, .yearly = true};
  EXPECT_EQ(DateIn(week_before, "--01-03", "2026-12-20T00:00:00Z"), Utc("2026-12-27T09:00:00Z"));
}

TEST(LocalTimeTest, TimesOfDayAreTwoDigitsEach) {
  EXPECT_EQ(ParseTimeOfDay("00:00"), 0);
  EXPECT_EQ(ParseTimeOfDay("23:59"), 1439);
  EXPECT_EQ(ParseTimeOfDay("24:00", /*end=*/true), 1440);
  for (const char* wrong : {"", "9:00", "09:60", "24:00", "0900", "ab:cd", "09:00 "}) {
    EXPECT_EQ(ParseTimeOfDay(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace usher::journey
