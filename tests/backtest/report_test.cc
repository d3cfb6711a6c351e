#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "backtest/report_builder.h"
#include "backtest/report_html.h"
#include "backtest/report_json.h"
#include "backtest/wording.h"
#include "base/json.h"
#include "tests/backtest/replayed.h"

namespace usher::backtest {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kJourney[] = R"(
journey: j
enter: { on: Added, key: event.cart, reenter: {} }
goal: { event: Ordered, within: 7d }
steps:
  - id: arms
    split: { arms: { note: 60, holdout: 40 } }
  - id: note
    send: { channels: push, template: t, on_refusal: skip }
  - id: later
    wait: { for: 30d }
templates: { t: { push: { title: x } } }
)";

Report ReportOf(Replayed& replayed) {
  for (int i = 0; i < 50; ++i) {
    const std::string name = absl::StrCat("c", i);
    replayed.Happen(name, "Added", "2026-03-02T10:00:00Z", R"({"cart":"k1"})");
    replayed.Happen(name, "Added", "2026-03-02T10:00:01Z", R"({"cart":"k2"})");
    if (i % 5 == 0) replayed.Happen(name, "Ordered", "2026-03-02T12:00:00Z");
  }
  JourneySet set;
  set.catalog = replayed.catalog;
  set.descriptions["j"] = "A <b>bold</b> journey & more";
  set.files = {"j.yaml"};
  Report report;
  report.event_files = {"events.jsonl"};
  report.last_event = support::At("2026-03-02 12:00:00");
  const Tally tally = replayed.Run();
  report.events = tally.events;
  report.people = tally.people;
  report.sides.push_back(ReportOn(tally, set, {}));
  report.caveats = Caveats(report);
  return report;
}

TEST(ReportTest, AddsUp) {
  Replayed replayed({kJourney});
  replayed.policy.caps = {{"one", 1, channel::CapWindow::kRolling, absl::Hours(24), {}, ""}};
  const Report report = ReportOf(replayed);
  const SideReport& side = report.sides[0];
  ASSERT_EQ(side.journeys.size(), 1u);
  const JourneyReport& journey = side.journeys[0];
  EXPECT_EQ(journey.entered, 100);
  ASSERT_EQ(journey.steps.size(), 3u);
  const StepReport& split = journey.steps[0];
  const StepReport& note = journey.steps[1];
  ASSERT_EQ(split.arms.size(), 2u);
  EXPECT_EQ(split.arms[0].runs + split.arms[1].runs, 100);
  EXPECT_EQ(split.arms[0].goals + split.arms[1].goals, journey.goals);
  EXPECT_EQ(split.reference, "holdout");
  EXPECT_FALSE(split.arms[0].difference.has_value()) << "not against itself";
  EXPECT_TRUE(split.arms[1].difference.has_value());
  // Of two messages to one customer the cap lets one through.
  EXPECT_EQ(note.outcomes.at("sent"), side.messages);
  EXPECT_EQ(note.outcomes.at("capped"), side.messages);
  EXPECT_EQ(note.outcomes.at("held_out"), 100 - 2 * side.messages);
  ASSERT_EQ(side.rules.size(), 1u);
  EXPECT_EQ(side.rules[0].name, "cap one");
  EXPECT_EQ(side.rules[0].dropped, side.messages);
  EXPECT_EQ(side.distribution.people.at(1), side.messages);
  EXPECT_EQ(side.distribution.people.at(0), 50 - side.messages);
  EXPECT_EQ(side.distribution.most, 1);
}

TEST(ReportTest, JsonHoldsWhatTheReportSays) {
  Replayed replayed({kJourney});
  const Report report = ReportOf(replayed);
  const auto json = base::ParseJson(ToJson(report));
  ASSERT_TRUE(json.ok()) << json.status();
  const base::Value& side = json->Find("sides")->as_list()->at(0);
  const base::Value& journey = side.Find("journeys")->as_list()->at(0);
  EXPECT_EQ(*journey.Find("entered")->as_int(), 100);
  EXPECT_EQ(*side.Find("messages")->as_int(), report.sides[0].messages);
  const base::Value& step = journey.Find("steps")->as_list()->at(1);
  EXPECT_EQ(*step.Find("reached")->as_int(),
            *step.Find("left")->as_int() + *step.Find("waiting")->as_int());
}

TEST(ReportTest, PageNeedsNothingElse) {
  Replayed replayed({kJourney});
  Report report = ReportOf(replayed);
  report.timelines.push_back({"<script>", "", {{absl::UnixEpoch(), "<script>", "event"}}, true});
  const std::string html = ToHtml(report);
  EXPECT_THAT(html, AllOf(HasSubstr("<svg"), HasSubstr("prefers-color-scheme: dark"),
                          HasSubstr("name=\"viewport\"")));
  EXPECT_THAT(html, HasSubstr("A &lt;b&gt;bold&lt;/b&gt; journey &amp; more"));
  for (const char* outside : {"http:", "https:", "src=", "<script", "<link", "@import", "url("}) {
    EXPECT_THAT(html, Not(HasSubstr(outside)));
  }
}

TEST(ReportTest, SaysWhatItCannotKnow) {
  Replayed replayed({kJourney});
  const Report report = ReportOf(replayed);
  std::string caveats;
  for (const std::string& caveat : report.caveats) absl::StrAppend(&caveats, caveat, "\n");
  EXPECT_THAT(caveats, HasSubstr("replayed, not predicted"));
  EXPECT_THAT(caveats, HasSubstr("Arms of a split differ by chance alone"));
  EXPECT_THAT(ToHtml(report), HasSubstr("replayed, not predicted"));
  EXPECT_THAT(ToJson(report), HasSubstr("replayed, not predicted"));
}

TEST(ReportTest, AssumptionsAreInEveryOutput) {
  RunOptions options;
  options.assume_reachable = {customer::Channel::kPush};
  options.reactions.open_share[static_cast<std::size_t>(customer::Channel::kPush)] = 0.08;
  Report report;
  report.sides.emplace_back();
  report.assumptions = Assumptions(options, 0);
  for (const std::string& output : {ToHtml(report), ToJson(report)}) {
    EXPECT_THAT(output, HasSubstr("all customers are assumed to have an address on push"));
    EXPECT_THAT(output, HasSubstr("Opens are assumed, not known: 8% of push messages"));
    EXPECT_THAT(output, HasSubstr("Without a policy nothing but consent limits messages"));
  }
}

TEST(WordingTest, GroupsDigits) {
  EXPECT_EQ(Grouped(0), "0");
  EXPECT_EQ(Grouped(999), "999");
  EXPECT_EQ(Grouped(-1000), "-1,000");
  EXPECT_EQ(Grouped(-100), "-100");
  EXPECT_EQ(Grouped(1234567), "1,234,567");
}

}  // namespace
}  // namespace usher::backtest
