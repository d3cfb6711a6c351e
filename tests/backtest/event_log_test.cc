#include "backtest/event_log.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::backtest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

absl::StatusOr<EventLog> Read(const std::string& text, ReadOptions options = {}) {
  Progress progress;
  return ReadEventLog({{"events.jsonl", PaddedText::Copy(text)}}, options, &progress);
}

std::string Line(const std::string& id, const std::string& customer, const std::string& more = "") {
  return absl::StrCat(R"({"id":")", id, R"(","customer_id":")", customer,
                      R"(","name":"Viewed","time":"2026-03-01T10:00:00Z")", more, "}\n");
}

// What is said against one line.
std::string FaultOf(const std::string& line) {
  const auto log = Read(line);
  return log.ok() ? "" : std::string(log.status().message());
}

TEST(EventLogTest, KeepsWhatTheLinesSay) {
  const auto log =
      Read(R"({"id":"e1","customer_id":"ada","anonymous_id":"v1","name":"Signed \"Up\"",)"
           R"("time":"2026-03-01T10:00:00.250Z","properties":{"a":[1,{"b":null}]}})"
           "\n\n"
           R"({"name":"Viewed","anonymous_id":"v1","id":"e2","time":"2026-03-31T12:00:00+02:00"})");
  ASSERT_TRUE(log.ok()) << log.status();
  ASSERT_EQ(log->count, 2u);
  const PastEvent& first = log->parts[0][0];
  EXPECT_EQ(first.id, "e1");
  EXPECT_EQ(log->names[first.name], "Signed \"Up\"");
  EXPECT_EQ(log->people[first.person], base::CustomerId::Known("ada"));
  EXPECT_EQ(log->people[first.visitor], base::CustomerId::Anonymous("v1"));
  EXPECT_EQ(first.time_ms, absl::ToUnixMillis(absl::FromCivil(absl::CivilSecond(2026, 3, 1, 10),
                                                              absl::UTCTimeZone())) +
                               250);
  EXPECT_EQ(first.properties, R"({"a":[1,{"b":null}]})");
  const PastEvent& second = log->parts[0][1];
  EXPECT_EQ(second.person, first.visitor);
  EXPECT_EQ(second.visitor, kNobody);
  EXPECT_EQ(second.properties, "");
  EXPECT_EQ(log->first_ms, first.time_ms);
  EXPECT_EQ(log->last_ms, second.time_ms);
}

TEST(EventLogTest, ReadsEveryDayOfTheCalendar) {
  for (const char* day : {"2000-01-01", "2024-02-29", "2026-02-28", "2026-12-31"}) {
    absl::Time time;
    std::string error;
    ASSERT_TRUE(absl::ParseTime("%Y-%m-%d", day, &time, &error));
    const auto read = ReadTime(absl::StrCat(day, "T23:59:59.999Z"));
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(*read, absl::ToUnixMillis(time + absl::Hours(24)) - 1) << day;
  }
  EXPECT_FALSE(ReadTime("2026-02-29T00:00:00Z").ok());
  EXPECT_FALSE(ReadTime("2026-02-30T00:00:00Z").ok());
  EXPECT_FALSE(ReadTime("2026-13-01T00:00:00Z").ok());
}

TEST(EventLogTest, NamesFileAndLineOfFaults) {
  const auto log = Read(absl::StrCat(Line("e1", "ada"), "\n", "{]\n", Line("e2", "ada"),
                                     R"({"id":"e3","nam":"x"})", "\n"));
  EXPECT_EQ(log.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(log.status().message()),
              AllOf(HasSubstr("events.jsonl:3: not a JSON object"),
                    HasSubstr("events.jsonl:5: nam: not a member of an event; did you mean name")));
}

TEST(EventLogTest, SaysWhatIsWrong) {
  const std::string time = R"("time":"2026-03-01T10:00:00Z")";
  EXPECT_THAT(FaultOf(R"({"id":"e","customer_id":"c","name":"n"})"), HasSubstr("time: missing"));
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","name":"n",)" + time + "}"), HasSubstr("id: missing"));
  EXPECT_THAT(FaultOf(R"({"id":"e","name":"n",)" + time + "}"), HasSubstr("customer_id: missing"));
  EXPECT_THAT(FaultOf(R"({"id":"e","customer_id":"c",)" + time + "}"), HasSubstr("name: missing"));
  EXPECT_THAT(FaultOf(R"({"id":5,"customer_id":"c","name":"n",)" + time + "}"),
              HasSubstr("id: must be a JSON string"));
  EXPECT_THAT(FaultOf(R"({"id":"e","customer_id":"c","name":"n","time":"yesterday"})"),
              HasSubstr("time: \"yesterday\" is not RFC 3339"));
  EXPECT_THAT(FaultOf(R"({"id":"e","customer_id":"c","name":"n","time":"1999-12-31T00:00:00Z"})"),
              HasSubstr("before the year 2000"));
  EXPECT_THAT(FaultOf(Line("e", "c", R"(,"properties":[])")),
              HasSubstr("properties: must be a JSON object"));
  EXPECT_THAT(FaultOf(Line("e", "c", R"(,"properties":{"a":01})")), HasSubstr("properties: "));
  EXPECT_THAT(FaultOf(Line("e", std::string(257, 'c'))), HasSubstr("customer_id: has 257 bytes"));
  EXPECT_THAT(FaultOf(Line("e", "c") + "{} {}"), HasSubstr("events.jsonl:2: "));
}

TEST(EventLogTest, SkipsFaultyLinesIfAsked) {
  const auto log = Read(absl::StrCat("nonsense\n", Line("e1", "ada"), "{}\n"), {1, true});
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(log->count, 1u);
  EXPECT_EQ(log->skipped, 2u);
}

// More than a chunk, so that several threads have something to do.
TEST(EventLogTest, IsTheSameForAnyNumberOfThreads) {
  std::string text;
  for (int i = 0; i < 40'000; ++i) {
    text += Line(absl::StrCat("e", i), absl::StrCat("c", i % 997), R"(,"properties":{"n":1})");
  }
  ASSERT_GT(text.size(), 3u << 20);
  const auto content = [](const EventLog& log) {
    std::vector<std::string> lines;
    for (const auto& part : log.parts) {
      for (const PastEvent& event : part) {
        lines.push_back(absl::StrCat(event.id, " ", log.people[event.person].key(), " ",
                                     log.names[event.name], " ", event.payload_hash));
      }
    }
    return lines;
  };
  const auto one = Read(text, {1, false});
  const auto three = Read(text, {3, false});
  ASSERT_TRUE(one.ok() && three.ok());
  EXPECT_GT(three->parts.size(), 1u);
  EXPECT_EQ(content(*one), content(*three));
  const auto faulty = Read(text + "oops\n", {3, false});
  EXPECT_THAT(std::string(faulty.status().message()), HasSubstr("events.jsonl:40001: "));
}

}  // namespace
}  // namespace usher::backtest
