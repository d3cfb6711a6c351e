#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "load/html_report.h"
#include "load/json_report.h"
#include "load/recorder.h"
#include "load/table_report.h"

namespace usher::load {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t kSecond = 1'000'000'000;

std::vector<Segment> WarmupAndOne() {
  Segment warmup, measured;
  warmup.name = "warm-up";
  warmup.duration_ns = kSecond;
  warmup.warmup = true;
  measured.name = "<measured>";
  measured.duration_ns = 2 * kSecond;
  return {warmup, measured};
}

Reply At(std::int64_t at_ns, std::uint16_t segment, int code, bool duplicate = false) {
  Reply reply;
  reply.arrival.at_ns = at_ns;
  reply.arrival.segment = segment;
  reply.code = static_cast<std::uint8_t>(code);
  reply.duplicate = duplicate;
  return reply;
}

// Two events in the warm-up; then one of each outcome.
Report Sample() {
  Recorder recorder(WarmupAndOne(), 0);
  for (int i = 0; i < 2; ++i) recorder.Offer(0);
  for (int i = 0; i < 6; ++i) recorder.Offer(1);
  recorder.Record(std::vector<Reply>{At(0, 0, 0), At(0, 0, 0)}, 500);
  recorder.Record(std::vector<Reply>{At(kSecond, 1, 0), At(kSecond, 1, 0, true)},
                  kSecond + 2'000'000);
  recorder.Record(std::vector<Reply>{At(kSecond, 1, 8), At(kSecond, 1, 14)}, kSecond + 100);
  // This acknowledgement came when the phase was over.
  recorder.Record(std::vector<Reply>{At(2 * kSecond, 1, 0)}, 3 * kSecond + 5);
  recorder.NotStarted(At(kSecond, 1, 0).arrival, 2 * kSecond);
  recorder.NoteError(14, "gone & <lost>");
  Report report;
  report.scenario = "sample";
  report.form = "unary";
  report.config.Set("seed", base::Value(std::int64_t{1}));
  report.costs["usherd"] = {.cpu_s = 0.5, .resident_bytes = 1 << 20};
  report.verification.push_back(
      {.id = "events_present", .ok = false, .checked = 3, .detail = "1 lost"});
  report.error_texts = recorder.error_texts();
  TimelineRow row;
  row.t_s = row.length_s = 1;
  row.interval.ok = 5;
  row.cpu_cores["usherd"] = 0.25;
  report.timeline = {row, row};
  AddPhases(WarmupAndOne(), recorder.Tallies(), &report);
  return report;
}

std::int64_t Int(const base::Value& value, const char* name) {
  return value.Find(name) == nullptr || value.Find(name)->as_int() == nullptr
             ? -1
             : *value.Find(name)->as_int();
}

TEST(ReportTest, JsonHasEveryOutcomeAndLeavesTheWarmupOutOfTheTotal) {
  const auto json = base::ParseJson(JsonReport(Sample()));
  ASSERT_TRUE(json.ok()) << json.status();
  EXPECT_EQ(*json->Find("loop")->as_string(), "open");
  EXPECT_EQ(json->Find("phases")->as_list()->size(), 2U);
  const base::Value& total = *json->Find("total");
  EXPECT_EQ(Int(total, "offered"), 6);
  EXPECT_EQ(Int(total, "completed"), 6);
  EXPECT_EQ(Int(total, "ok"), 3);
  EXPECT_EQ(Int(total, "duplicates"), 1);
  EXPECT_EQ(Int(total, "shed"), 1);
  EXPECT_EQ(Int(total, "not_started"), 1);
  EXPECT_EQ(Int(*total.Find("errors"), "UNAVAILABLE"), 1);
  EXPECT_EQ(Int(*total.Find("errors"), "DEADLINE_EXCEEDED"), 1);
  EXPECT_EQ(total.Find("errors")->Find("RESOURCE_EXHAUSTED"), nullptr);
  const base::Value& check = json->Find("verification")->as_list()->front();
  EXPECT_FALSE(*check.Find("ok")->as_bool());
}

TEST(ReportTest, RatesCountWhatCameDuringThePhase) {
  const Report report = Sample();
  EXPECT_DOUBLE_EQ(report.phases[1].offered_per_s(), 3);
  EXPECT_DOUBLE_EQ(report.phases[1].ok_per_s(), 1);
}

TEST(ReportTest, LatencyHoldsWhatTimedOutButNoRefusals) {
  const Histogram latency = Sample().total.tally.latency_ns;
  EXPECT_EQ(latency.count(), 4U);
  EXPECT_EQ(latency.min(), 2'000'000U);
  EXPECT_EQ(latency.max(), 1'000'000'005U);
}

TEST(ReportTest, CostCountsAcknowledgedEvents) {
  const Report report = Sample();
  EXPECT_DOUBLE_EQ(CpuPerEventUs(report, report.costs.at("usherd")), 250'000);
}

TEST(ReportTest, PageStandsAlone) {
  const std::string page = HtmlReport(Sample());
  EXPECT_THAT(page, HasSubstr("<svg"));
  EXPECT_THAT(page, HasSubstr("&lt;measured&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<measured>")));
  for (const char* outside : {"http://", "https://", "<script", "<link", "url("}) {
    EXPECT_THAT(page, Not(HasSubstr(outside)));
  }
}

TEST(ReportTest, ClosedLoopIsLabelled) {
  Report report = Sample();
  report.open_loop = false;
  std::ostringstream out;
  PrintReport(report, &out);
  EXPECT_THAT(out.str(), HasSubstr("CLOSED LOOP"));
  EXPECT_THAT(HtmlReport(report), HasSubstr("closed loop"));
  EXPECT_THAT(JsonReport(report), HasSubstr(R"("loop":"closed")"));
}

TEST(ReportTest, BrokenAndUncheckedPromisesAreSaid) {
  Report report = Sample();
  report.verification.push_back({.id = "sent_once", .detail = "no --message-log was given"});
  std::ostringstream out;
  PrintReport(report, &out);
  EXPECT_THAT(out.str(), HasSubstr("events_present: BROKEN, 3 checked; 1 lost"));
  EXPECT_THAT(out.str(), HasSubstr("sent_once: not checked, 0 checked; no --message-log"));
  EXPECT_FALSE(report.ok());
}

TEST(ReportTest, NumbersAreGroupedByThousands) {
  EXPECT_EQ(CountText(0), "0");
  EXPECT_EQ(CountText(999), "999");
  EXPECT_EQ(CountText(1000), "1,000");
  EXPECT_EQ(CountText(1234567), "1,234,567");
}

}  // namespace
}  // namespace usher::load
