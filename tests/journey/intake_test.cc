// What inputs do before any journey sees them: events known already, profiles, erasure.

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using support::JourneyWalk;
using testing::HasSubstr;

constexpr char kJourney[] = R"(
journey: j
enter: { on: Go, key: event.key, when: 'count("Seen") >= 0' }
steps: [ wait: { for: 2d } ]
)";

TEST(DedupTest, AnEventGivenAgainChangesNothingAndAnswersTheSame) {
  JourneyWalk walk(kJourney);
  const EventInput event = walk.Event("Go", R"({"key": "a"})");
  const InputResult first = walk.Give(event);
  const customer::Record before = walk.record;
  walk.now += absl::Hours(3);
  const InputResult second = walk.Give(event);
  EXPECT_FALSE(first.duplicate);
  EXPECT_TRUE(second.duplicate);
  EXPECT_EQ(second.runs_entered, first.runs_entered);
  EXPECT_EQ(walk.record, before);
  EXPECT_EQ(walk.Stat("entered"), 1);
}

TEST(DedupTest, AnotherPayloadUnderTheSameIdIsRefused) {
  JourneyWalk walk(kJourney);
  EventInput event = walk.Event("Go", R"({"key": "a"})");
  walk.Give(event);
  const customer::Record before = walk.record;
  ++event.payload_hash;
  const InputResult result = walk.Give(event);
  EXPECT_EQ(result.status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(result.status.message()), HasSubstr("\"e1\""));
  EXPECT_EQ(walk.record, before);
}

TEST(DedupTest, OldIdsAreForgottenDownToTheLeastAndSaidToBe) {
  JourneyWalk walk(kJourney);
  walk.limits.seen_min = 2;
  EventInput first = walk.Event("Seen");
  walk.Give(first);
  walk.Happen("Seen");
  walk.now += absl::Hours(25);
  EXPECT_EQ(walk.record.seen.size(), 2u);
  walk.Happen("Seen");
  EXPECT_EQ(walk.record.seen.size(), 2u);
  EXPECT_TRUE(walk.record.forgot_events);
  const InputResult again = walk.Give(first);
  EXPECT_FALSE(again.duplicate);
  EXPECT_TRUE(again.beyond_dedup_horizon);
  walk.now += absl::Seconds(1);  // the precision of what is kept
  EXPECT_FALSE(walk.Happen("Seen").beyond_dedup_horizon);
}

TEST(DedupTest, NoMoreIdsAreKeptThanTheLimit) {
  JourneyWalk walk(kJourney);
  walk.limits.seen_max = 40;
  for (int i = 0; i < 100; ++i) walk.Happen("Seen");
  EXPECT_EQ(walk.record.seen.size(), 40u);
  EXPECT_EQ(walk.record.events_total, 100u);
}

TEST(HistoryTest, KeepsTheLatestTimesOfEventsThatJourneysCount) {
  JourneyWalk walk(kJourney);
  walk.limits.history_max = 3;
  for (int i = 0; i < 5; ++i) {
    walk.Happen("Seen");
    walk.now += absl::Minutes(1);
  }
  walk.Happen("Other");
  ASSERT_EQ(walk.record.histories.size(), 1u);
  EXPECT_EQ(walk.record.histories[0].times.size(), 3u);
  EXPECT_EQ(walk.record.histories[0].times.back(), walk.now - absl::Minutes(1));
}

TEST(HistoryTest, KeepsValuesOfThePropertiesThatJourneysSumAndOfNoOthers) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go, when: 'sum("Bought", "total") > 0 && sum("Bought", "cart.weight") >= 0' }
steps: [ exit: {} ]
)");
  walk.Apply("journey: k\nenter: { on: Go, when: 'count(\"Seen\") > 0' }\nsteps: [ exit: {} ]\n");
  walk.Happen("Seen", R"({"total": 1})");
  walk.Happen("Bought", R"({"total": 19.99, "items": 3, "cart": {"weight": 2}})");
  walk.Happen("Bought", R"({"total": "many"})");
  ASSERT_EQ(walk.record.histories.size(), 2u);
  EXPECT_TRUE(walk.record.histories[0].values.empty());
  EXPECT_THAT(walk.record.histories[1].values,
              testing::ElementsAre(customer::EventValues{"cart.weight", {2'000'000, 0}},
                                   customer::EventValues{"total", {19'990'000, 0}}));
}

TEST(HistoryTest, AnEventCountsInTheSumsThatItsJourneysAskFor) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Bought, when: 'sum("Bought", "total", "30d") >= 0.3' }
steps: [ exit: {} ]
)");
  EXPECT_EQ(walk.Happen("Bought", R"({"total": 0.1})").runs_entered, 0u);
  EXPECT_EQ(walk.Happen("Bought", R"({"total": 0.2})").runs_entered, 1u);
}

TEST(HistoryTest, WhatStepsMakeHappenIsSummedAsWell) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps: [ emit: { event: Points, properties: { earned: '5' } } ]
)");
  walk.Apply(R"(
journey: k
enter: { on: Points, when: 'sum("Points", "earned") == 5.0' }
steps: [ exit: {} ]
)");
  walk.Happen("Go");
  EXPECT_EQ(walk.Stat("entered"), 2);
}

TEST(ProfileInputTest, RefusesWhatIsBeyondTheLimitsAsAWhole) {
  JourneyWalk walk(kJourney);
  walk.limits.attributes_max = 2;
  const customer::Record before = walk.record;
  ProfileInput input;
  input.locale = "de";
  input.attributes = {{"a", base::Value(true)}, {"b", base::Value(true)}, {"c", base::Value(true)}};
  const InputResult result = walk.Give(input);
  EXPECT_EQ(result.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(walk.record, before);
}

TEST(ProfileInputTest, TellsWhetherTheCustomerIsNew) {
  JourneyWalk walk(kJourney);
  walk.record = customer::Record();
  EXPECT_TRUE(walk.Give(ProfileInput{}).created);
  EXPECT_FALSE(walk.Give(ProfileInput{}).created);
}

TEST(EraseTest, LeavesNothingAndTakesNoEventsForADay) {
  JourneyWalk walk(kJourney);
  walk.Happen("Go", R"({"key": "a"})");
  walk.Happen("Seen");
  EXPECT_TRUE(walk.Give(EraseInput{}).erased);
  customer::Record expected;
  expected.blocked_until = walk.now + absl::Hours(24);
  expected.last_at = walk.now;
  EXPECT_EQ(walk.record, expected);
  EXPECT_EQ(walk.Stat("ended:erased"), 1);
  EXPECT_EQ(walk.Stat("waiting:wait-1"), 0);
  walk.now += absl::Hours(24) - absl::Milliseconds(1);
  EXPECT_EQ(walk.Happen("Go", R"({"key": "a"})").status.code(),
            absl::StatusCode::kFailedPrecondition);
  walk.now += absl::Milliseconds(1);
  EXPECT_EQ(walk.Happen("Go", R"({"key": "a"})").runs_entered, 1u);
}

TEST(EraseTest, SaysWhenThereWasNobody) {
  JourneyWalk walk(kJourney);
  walk.record = customer::Record();
  EXPECT_FALSE(walk.Give(EraseInput{}).erased);
}

TEST(EraseTest, AnOutcomeThatComesLateFindsNothingToChange) {
  JourneyWalk walk(R"(
journey: j
enter: { on: Go }
steps: [ send: { id: hello, channels: push, template: t } ]
templates: { t: { push: { body: hi } } }
)");
  walk.provider = [](const Message&) { return std::nullopt; };
  walk.Happen("Go");
  walk.Give(EraseInput{});
  const customer::Record before = walk.record;
  walk.Give(OutcomeInput{walk.messages[0].send_id, 1, AttemptResult::kSent, ""});
  EXPECT_EQ(walk.record, before);
}

TEST(BatchTest, SeveralInputsInOneTransitionGiveOneRecord) {
  JourneyWalk walk(kJourney);
  const int before = walk.commits;
  walk.Give({walk.Event("Go", R"({"key": "a"})"), walk.Event("Go", R"({"key": "b"})"),
             walk.Event("Seen")});
  EXPECT_EQ(walk.commits, before + 1);
  EXPECT_EQ(walk.record.runs.size(), 2u);
  EXPECT_EQ(walk.record.events_total, 3u);
}

TEST(DecisionsTest, NoMoreAreKeptThanTheLimitAndThatIsSaid) {
  JourneyWalk walk(kJourney);
  walk.limits.decisions_max = 4;
  for (int i = 0; i < 5; ++i) walk.Happen("Go", absl::StrCat(R"({"key": )", i, "}"));
  EXPECT_EQ(walk.record.decisions.size(), 4u);
  EXPECT_TRUE(walk.record.decisions_truncated);
  EXPECT_EQ(walk.record.decisions.back().key, "4");
}

}  // namespace
}  // namespace usher::journey
