#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "backtest/report_builder.h"
#include "backtest/report_json.h"
#include "tests/backtest/replayed.h"

namespace usher::backtest {
namespace {

using support::At;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr char kReminder[] = R"(
journey: reminder
enter: { on: Added, key: event.cart, reenter: {} }
exit: { on: Ordered }
goal: { event: Ordered, within: 7d, value: event.total }
steps:
  - id: wait
    wait: { for: 1h, idle: { at_least: 30m } }
  - id: send
    send: { channels: [push, email], template: t }
  - id: opened
    wait:
      until: { event: Message Opened, of: send, then: seen }
      at_most: 1d
      else: unseen
  - id: seen
    exit: { reason: seen }
  - id: unseen
    exit: { reason: unseen }
templates:
  t:
    push: { title: "{{ event.cart }}" }
    email: { subject: "{{ event.cart }}", text: "{{ event.cart }}" }
)";

std::int64_t Counter(const Tally& tally, const std::string& journey, const std::string& counter) {
  const auto found = tally.journeys.find(journey);
  if (found == tally.journeys.end()) return 0;
  const auto count = found->second.counters.find(counter);
  return count == found->second.counters.end() ? 0 : count->second;
}

std::vector<std::int64_t> SentOn(const Tally& tally, customer::Channel channel) {
  return tally.sent_ms[static_cast<std::size_t>(channel)];
}

std::int64_t Ms(const std::string& time) { return absl::ToUnixMillis(At(time)); }

// What was decided, and when, such as "10:00 entered".
std::vector<std::string> Told(const std::vector<TimelineEntry>& entries) {
  std::vector<std::string> told;
  for (const TimelineEntry& entry : entries) {
    told.push_back(absl::StrCat(absl::FormatTime("%H:%M ", entry.at, absl::UTCTimeZone()),
                                entry.what == "event" ? entry.why : entry.what));
  }
  return told;
}

TEST(ReplayTest, LetsTimePassBetweenEvents) {
  Replayed replayed({kReminder});
  replayed.Happen("ada", "Added", "2026-03-02T10:00:00Z", R"({"cart":"k"})");
  replayed.Happen("ada", "Viewed", "2026-03-02T10:45:00Z");
  replayed.Happen("ada", "Ordered", "2026-03-02T15:00:00Z", R"({"total":12.5})");
  // The view puts the reminder off until half an hour has been quiet.
  EXPECT_THAT(Told(replayed.Timeline()),
              ElementsAre("10:00 consent", "10:00 Added", "10:00 entered", "10:00 waiting",
                          "10:45 Viewed", "11:15 wait_over", "11:15 sent", "11:15 waiting",
                          "15:00 Ordered", "15:00 goal", "15:00 ended"));
  const Tally tally = replayed.Run();
  EXPECT_THAT(SentOn(tally, customer::Channel::kPush), ElementsAre(Ms("2026-03-02 11:15:00")));
  EXPECT_EQ(Counter(tally, "reminder", "goals"), 1);
  EXPECT_EQ(Counter(tally, "reminder", "value"), 12'500'000);
  EXPECT_EQ(tally.messages_after, 0);
}

TEST(ReplayTest, WhatIsDueAtTheMomentOfAnEventComesFirst) {
  Replayed replayed({R"(
journey: j
enter: { on: Added }
exit: { on: Ordered }
steps:
  - wait: { for: 1h }
  - send: { channels: push, template: t }
templates: { t: { push: { title: x } } })"});
  replayed.Happen("ada", "Added", "2026-03-02T10:00:00Z");
  replayed.Happen("ada", "Ordered", "2026-03-02T11:00:00Z");
  EXPECT_EQ(replayed.Run().messages, 1);
}

TEST(ReplayTest, LetsWaitsEndAfterTheLastEvent) {
  Replayed replayed({kReminder});
  replayed.Happen("ada", "Added", "2026-03-02T10:00:00Z", R"({"cart":"k"})");
  const Tally tally = replayed.Run();
  EXPECT_EQ(tally.messages, 1);
  EXPECT_EQ(tally.messages_after, 1);
  EXPECT_EQ(Counter(tally, "reminder", "ended:unseen"), 1);
  EXPECT_EQ(Counter(tally, "reminder", "waiting:opened"), 0);
}

TEST(ReplayTest, StopsTheClockWhereItIsTold) {
  Replayed replayed({kReminder});
  replayed.Happen("ada", "Added", "2026-03-02T10:00:00Z", R"({"cart":"k"})");
  replayed.Happen("ada", "Ordered", "2026-03-02T15:00:00Z");
  replayed.to = At("2026-03-02 10:59:00");
  const Tally tally = replayed.Run();
  EXPECT_EQ(tally.events, 1);
  EXPECT_EQ(tally.messages, 0);
  EXPECT_EQ(Counter(tally, "reminder", "waiting:wait"), 1);
}

TEST(ReplayTest, RemembersWhatHappenedBeforeItStarts) {
  Replayed replayed({R"(
journey: third
enter: { on: Viewed, when: 'count("Viewed", "7d") >= 3' }
steps: [ { send: { channels: push, template: t } } ]
templates: { t: { push: { title: x } } })"});
  for (const char* time : {"2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", "2026-03-01T12:00:00Z",
                           "2026-03-02T10:00:00Z"}) {
    replayed.Happen("ada", "Viewed", time);
  }
  replayed.from = At("2026-03-02 00:00:00");
  const Tally tally = replayed.Run();
  EXPECT_EQ(tally.events_before, 3);
  EXPECT_EQ(tally.events, 1);
  EXPECT_THAT(SentOn(tally, customer::Channel::kPush), ElementsAre(Ms("2026-03-02 10:00:00")));
}

TEST(ReplayTest, SumsPropertiesOfEventsThatNoJourneyStartsOn) {
  constexpr char kGenerous[] = R"(
journey: generous
enter: { on: Visited, when: 'sum("Ordered", "total", "1d") == 0.3' }
steps: [ exit: {} ]
)";
  Replayed replayed({kGenerous});
  replayed.Happen("ada", "Ordered", "2026-03-02T10:00:00Z", R"({"total": 0.1})");
  replayed.Happen("ada", "Ordered", "2026-03-02T11:00:00Z", R"({"total": 0.2})");
  replayed.Happen("ada", "Visited", "2026-03-02T12:00:00Z");
  const Tally tally = replayed.Run();
  EXPECT_EQ(Counter(tally, "generous", "entered"), 1);
}

TEST(ReplayTest, TheClockStartsRunsOfEverybodyKnownFromTheBeginningOn) {
  constexpr char kWeekly[] = R"(
journey: weekly
enter: { schedule: { cron: "0 10 * * tue" }, when: 'count("Viewed") > 0', reenter: {} }
steps: [ { send: { channels: push, template: t } } ]
templates: { t: { push: { title: x } } }
)";
  Replayed replayed({kWeekly});
  replayed.Happen("ada", "Viewed", "2026-03-01T10:00:00Z");
  replayed.Happen("bob", "Viewed", "2026-03-10T10:00:00.001Z");
  replayed.from = At("2026-03-02 00:00:00");
  replayed.to = At("2026-03-18 00:00:00");
  const Tally tally = replayed.Run();
  EXPECT_THAT(SentOn(tally, customer::Channel::kPush),
              UnorderedElementsAre(Ms("2026-03-03 10:00:00"), Ms("2026-03-10 10:00:00"),
                                   Ms("2026-03-17 10:00:00"), Ms("2026-03-17 10:00:00")));
}

TEST(ReplayTest, ObeysThePolicy) {
  Replayed replayed({kReminder});
  replayed.policy.caps = {{"one-in-6h", 1, channel::CapWindow::kRolling, absl::Hours(6), {}, ""}};
  replayed.Happen("ada", "Added", "2026-03-02T10:00:00Z", R"({"cart":"k1"})");
  replayed.Happen("ada", "Added", "2026-03-02T10:00:00Z", R"({"cart":"k2"})");
  const Tally tally = replayed.Run();
  EXPECT_THAT(SentOn(tally, customer::Channel::kPush),
              ElementsAre(Ms("2026-03-02 11:00:00"), Ms("2026-03-02 17:00:00")));
  const auto rule = tally.rules.find({customer::DecisionKind::kCapped, "one-in-6h"});
  ASSERT_NE(rule, tally.rules.end());
  EXPECT_EQ(rule->second.refused, 2);  // push and email
  EXPECT_EQ(rule->second.held, 1);
  EXPECT_EQ(rule->second.dropped, 0);
  EXPECT_EQ(rule->second.people, 1);
}

TEST(ReplayTest, TakesRepeatedEventsOnce) {
  Replayed replayed({kReminder});
  replayed.Happen("ada", "Added", "2026-03-02T10:00:00Z", R"({"cart":"k"})");
  replayed.RepeatLast();
  const Tally tally = replayed.Run();
  EXPECT_EQ(tally.duplicates, 1);
  EXPECT_EQ(Counter(tally, "reminder", "entered"), 1);
}

TEST(ReplayTest, TriesTheNextChannelWhenOneFails) {
  Replayed replayed({kReminder});
  replayed.attempt = [](const journey::Message& message) {
    return Attempt{message.channel == customer::Channel::kPush ? journey::AttemptResult::kRejected
                                                               : journey::AttemptResult::kSent,
                   "as planned"};
  };
  replayed.Happen("ada", "Added", "2026-03-02T10:00:00Z", R"({"cart":"k"})");
  const Tally tally = replayed.Run();
  EXPECT_THAT(SentOn(tally, customer::Channel::kPush), IsEmpty());
  EXPECT_THAT(SentOn(tally, customer::Channel::kEmail), ElementsAre(Ms("2026-03-02 11:00:00")));
}

TEST(ReplayTest, AVisitorsRunsBecomeTheCustomers) {
  Replayed replayed({kReminder});
  replayed.Happen("?v1", "Added", "2026-03-02T10:00:00Z", R"({"cart":"k"})");
  replayed.Happen("ada?v1", "Signed Up", "2026-03-02T10:10:00Z");
  replayed.Happen("?v1", "Viewed", "2026-03-02T10:40:00Z");  // forwarded to ada
  const Tally tally = replayed.Run();
  EXPECT_THAT(SentOn(tally, customer::Channel::kPush), ElementsAre(Ms("2026-03-02 11:10:00")));
  EXPECT_EQ(tally.people, 1);
  EXPECT_THAT(tally.people_by_messages, ElementsAre(Pair(1, 1)));
  EXPECT_EQ(tally.events, 3);
}

TEST(ReplayTest, AVisitorWhoStaysOneIsAPerson) {
  Replayed replayed({kReminder});
  replayed.Happen("?v1", "Viewed", "2026-03-02T10:00:00Z");
  replayed.Happen("ada", "Viewed", "2026-03-02T10:00:00Z");
  EXPECT_EQ(replayed.Run().people, 2);
}

TEST(ReplayTest, AssumedOpensReachTheWaitForThem) {
  Replayed replayed({kReminder});
  replayed.reactions.open_share[static_cast<std::size_t>(customer::Channel::kPush)] = 1;
  replayed.reactions.after = absl::Minutes(20);
  replayed.Happen("ada", "Added", "2026-03-02T10:00:00Z", R"({"cart":"k"})");
  const Tally tally = replayed.Run();
  EXPECT_THAT(tally.assumed, ElementsAre(Pair("Message Opened", 1)));
  EXPECT_EQ(Counter(tally, "reminder", "ended:seen"), 1);
  EXPECT_EQ(tally.events, 1) << "what is assumed is no event of the log";
}

TEST(ReplayTest, AboutTheGivenShareOpens) {
  Replayed replayed({kReminder});
  replayed.reactions.open_share.fill(0.3);
  for (int i = 0; i < 1000; ++i) {
    replayed.Happen(absl::StrCat("c", i), "Added", "2026-03-02T10:00:00Z", R"({"cart":"k"})");
  }
  const Tally tally = replayed.Run();
  ASSERT_EQ(tally.messages, 1000);
  EXPECT_NEAR(static_cast<double>(tally.assumed.at("Message Opened")), 300, 60);
}

constexpr char kTest[] = R"(
journey: test
enter: { on: Added, key: event.cart, reenter: {} }
goal: { event: Ordered, value: event.total }
steps:
  - id: arms
    split: { arms: { note: 50, holdout: 50 } }
  - id: note
    send: { channels: push, template: t }
templates: { t: { push: { title: x } } }
)";

TEST(ReplayTest, CountsGoalsByArm) {
  Replayed replayed({kTest});
  for (int i = 0; i < 200; ++i) {
    const std::string name = absl::StrCat("c", i);
    replayed.Happen(name, "Added", "2026-03-02T10:00:00Z", R"({"cart":"k"})");
    if (i % 2 == 0) replayed.Happen(name, "Ordered", "2026-03-02T12:00:00Z", R"({"total":2})");
  }
  const Tally tally = replayed.Run();
  const auto& arms = tally.journeys.at("test").arms;
  ASSERT_EQ(arms.size(), 2u);
  const ArmTally& note = arms.at({"arms", "note"});
  const ArmTally& holdout = arms.at({"arms", "holdout"});
  EXPECT_EQ(note.runs + holdout.runs, 200);
  EXPECT_EQ(note.goals + holdout.goals, 100);
  EXPECT_EQ(note.value, note.goals * 2'000'000);
  EXPECT_EQ(note.sent, note.runs);
  EXPECT_EQ(holdout.sent, 0);
  EXPECT_GT(holdout.goals, 0);
  EXPECT_EQ(holdout.goals, Counter(tally, "test", "goals_held_out"));
}

TEST(ReplayTest, SplitsAValueAmongTheRunsThatReachTheirGoalWithIt) {
  Replayed replayed({kTest});
  replayed.Happen("ada", "Added", "2026-03-02T10:00:00Z", R"({"cart":"k1"})");
  replayed.Happen("ada", "Added", "2026-03-02T10:00:00Z", R"({"cart":"k2"})");
  replayed.Happen("ada", "Ordered", "2026-03-02T12:00:00Z", R"({"total":3})");
  const Tally tally = replayed.Run();
  ASSERT_EQ(tally.journeys.at("test").arms.size(), 1u);
  const ArmTally& arm = tally.journeys.at("test").arms.begin()->second;
  EXPECT_EQ(arm.goals, 2);
  EXPECT_EQ(arm.value, Counter(tally, "test", "value"));
}

// Everything a report says must not depend on who did which part of the work.
TEST(ReplayTest, IsTheSameForAnyNumberOfThreads) {
  Replayed replayed({kReminder, kTest});
  replayed.reactions.open_share.fill(0.3);
  for (int i = 0; i < 300; ++i) {
    const std::string name = absl::StrCat("c", i);
    if (i % 3 == 0)
      replayed.Happen(absl::StrCat("?v", i), "Added", "2026-03-02T09:00:00Z", R"({"cart":"k0"})");
    replayed.Happen(i % 3 == 0 ? absl::StrCat(name, "?v", i) : name, "Added",
                    "2026-03-02T10:00:00Z", R"({"cart":"k"})");
    if (i % 7 == 0) replayed.Happen(name, "Ordered", "2026-03-02T12:00:00Z", R"({"total":2})");
  }
  JourneySet set;
  set.catalog = replayed.catalog;
  const auto shown = [&](const Tally& tally) {
    Report report;
    report.sides.push_back(ReportOn(tally, set, {}));
    return ToJson(report);
  };
  const std::string one = shown(replayed.Run(1));
  EXPECT_EQ(shown(replayed.Run(4)), one);
  EXPECT_EQ(shown(replayed.Run(3)), one);
}

TEST(ReplayTest, CustomersWithOneAddressShareItsMessages) {
  Replayed replayed({R"(
journey: note
enter: { on: Noted, reenter: {} }
steps: [ send: { channels: [push, email], template: t, on_refusal: next_then_skip } ]
templates:
  t: { push: { title: Hi, body: Hi }, email: { subject: Hi, text: Hi } }
)"});
  channel::Cap cap;
  cap.name = "shared";
  cap.per = absl::Hours(24);
  cap.channels.Add(customer::Channel::kPush);
  cap.per_address = true;
  replayed.policy.caps = {cap};
  replayed.Happen("ada", "Noted", "2026-03-02T10:00:00Z");
  replayed.Happen("bob", "Noted", "2026-03-02T11:00:00Z");
  replayed.Happen("eve", "Noted", "2026-03-03T10:00:00Z");
  for (const int threads : {1, 3}) {
    const Tally tally = replayed.Run(threads);
    EXPECT_THAT(SentOn(tally, customer::Channel::kPush),
                ElementsAre(Ms("2026-03-02 10:00:00"), Ms("2026-03-03 10:00:00")));
    EXPECT_THAT(SentOn(tally, customer::Channel::kEmail), ElementsAre(Ms("2026-03-02 11:00:00")));
  }
}

TEST(ReplayTest, WhatFailedForOneIsLeftToTheOthersAtTheAddress) {
  Replayed replayed({R"(
journey: note
enter: { on: Noted, reenter: {} }
steps: [ send: { channels: push, template: t, on_refusal: skip } ]
templates: { t: { push: { title: Hi, body: Hi } } }
)"});
  channel::Cap cap;
  cap.name = "shared";
  cap.per = absl::Hours(24);
  cap.per_address = true;
  replayed.policy.caps = {cap};
  replayed.attempt = [](const journey::Message& message) {
    return Attempt{message.customer.name() == "ada" ? journey::AttemptResult::kRejected
                                                    : journey::AttemptResult::kSent,
                   ""};
  };
  replayed.Happen("ada", "Noted", "2026-03-02T10:00:00Z");
  replayed.Happen("bob", "Noted", "2026-03-02T11:00:00Z");
  replayed.Happen("eve", "Noted", "2026-03-02T12:00:00Z");
  const Tally tally = replayed.Run();
  EXPECT_EQ(Counter(tally, "note", "outcome:send-1:failed"), 1);
  EXPECT_EQ(Counter(tally, "note", "outcome:send-1:sent"), 1);
  EXPECT_EQ(Counter(tally, "note", "outcome:send-1:capped"), 1);
}

}  // namespace
}  // namespace usher::backtest
