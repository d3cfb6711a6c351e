#include <gtest/gtest.h>

#include "tests/cel/cel_case.h"

namespace usher::cel {
namespace {

void ExpectAll(const std::vector<Case>& cases) {
  const Shop shop;
  for (const auto& [expression, expected] : cases) {
    EXPECT_EQ(shop.Evaluate(expression), expected) << expression;
  }
}

TEST(TimeFunctionsTest, TimesAddAndSubtract) {
  ExpectAll({{"now", "timestamp(\"2024-03-01T12:00:00Z\")"},
             {"now - duration('24h')", "timestamp(\"2024-02-29T12:00:00Z\")"},
             {"duration('1h30m') + now", "timestamp(\"2024-03-01T13:30:00Z\")"},
             {"now - timestamp('2024-03-01T11:59:58.5Z')", "duration(\"1.500s\")"},
             {"duration('1h') - duration('90m')", "duration(\"-1800s\")"},
             {"now > timestamp('2024-03-01T12:59:59+01:00')", "true"},
             {"duration('-1.5s') < duration('0')", "true"},
             {"timestamp(1709294400) == now && int(now) == 1709294400", "true"},
             {"string(duration('1m1ms'))", "\"60.001s\""},
             {"string(now + duration('1us'))", "\"2024-03-01T12:00:00.000001Z\""}});
}

TEST(TimeFunctionsTest, TimesStayInTheirRange) {
  ExpectAll({{"timestamp('9999-12-31T23:59:59Z') + duration('1s')",
              "error: a timestamp lies in the years 1 to 9999"},
             {"timestamp('0001-01-01T00:00:00Z') - duration('1ns')",
              "error: a timestamp lies in the years 1 to 9999"},
             {"timestamp(253402300800)", "invalid: a timestamp lies in the years 1 to 9999"},
             {"timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')",
              "error: a duration has at most 292 years"}});
}

TEST(TimeFunctionsTest, WrongTimesAreCompileErrorsWhenWrittenOut) {
  ExpectAll(
      {{"timestamp('2024-03-01')",
        "invalid: not a timestamp such as 2024-05-06T07:08:09Z: 2024-03-01"},
       {"timestamp('2024-02-30T00:00:00Z')",
        "invalid: not a timestamp such as 2024-05-06T07:08:09Z: 2024-02-30T00:00:00Z"},
       {"timestamp('2024-01-01T00:00:60Z')",
        "invalid: not a timestamp such as 2024-05-06T07:08:09Z: 2024-01-01T00:00:60Z"},
       {"timestamp('2024-01-01T24:00:00Z')",
        "invalid: not a timestamp such as 2024-05-06T07:08:09Z: 2024-01-01T24:00:00Z"},
       {"timestamp('2024-01-01T00:00:00.Z')",
        "invalid: not a timestamp such as 2024-05-06T07:08:09Z: 2024-01-01T00:00:00.Z"},
       {"timestamp('2024-01-01T00:00:00+24:00')",
        "invalid: not a timestamp such as 2024-05-06T07:08:09Z: 2024-01-01T00:00:00+24:00"},
       {"timestamp('2024-01-01T00:00:00.1234567899-01:30')",
        "timestamp(\"2024-01-01T01:30:00.123456789Z\")"},
       {"duration('30d')",
        "invalid: not a duration such as 1h30m (units: h, m, s, ms, us, ns): 30d"},
       {"timestamp(event.sku)", "error: not a timestamp such as 2024-05-06T07:08:09Z: BOOT-7"}});
}

TEST(TimeFunctionsTest, PartsOfTimesFollowTheZone) {
  ExpectAll({{"now.getFullYear()", "2024"},
             {"now.getMonth()", "2"},
             {"now.getDate()", "1"},
             {"now.getDayOfMonth()", "0"},
             {"now.getDayOfWeek()", "5"},
             {"timestamp('2024-03-03T00:00:00Z').getDayOfWeek()", "0"},
             {"now.getDayOfYear()", "60"},
             {"now.getHours()", "12"},
             {"now.getHours('Europe/Berlin')", "13"},
             {"now.getMinutes('+05:30')", "30"},
             {"now.getHours('-13:00')", "23"},
             {"now.getDate('-13:00')", "29"},
             {"now.getHours('02:00')", "14"},
             {"now.getHours('Mars/Olympus')", "invalid: no such time zone: Mars/Olympus"},
             {"now.getHours(event.sku)", "error: no such time zone: BOOT-7"},
             {"now.getHours('../../etc/passwd')", "invalid: no such time zone: ../../etc/passwd"},
             {"(now + duration('7ms')).getMilliseconds()", "7"}});
}

TEST(TimeFunctionsTest, PartsOfDurationsAreTotalsButMilliseconds) {
  ExpectAll({{"duration('90m').getHours()", "1"},
             {"duration('90m').getMinutes()", "90"},
             {"duration('90m').getSeconds()", "5400"},
             {"duration('1.234s').getMilliseconds()", "234"},
             {"duration('-1.5s').getSeconds()", "-1"}});
}

}  // namespace
}  // namespace usher::cel
