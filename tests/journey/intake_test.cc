// What inputs do before any journey sees them: events known already, profiles, erasure, visitors.

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::Channel;
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

// A visitor and the customer he turns out to be; both on one catalog.
struct Merge {
  JourneyWalk visitor{kJourney};
  JourneyWalk customer{kJourney};
  Merge() {
    visitor.customer = base::CustomerId::Anonymous("v1");
    visitor.record = customer::Record();
    customer.record = customer::Record();
  }
  EventInput Login() {
    EventInput login = customer.Event("Login");
    login.merge_from = "v1";
    return login;
  }
  void Complete() {
    ASSERT_THAT(customer.record.pending_merges, testing::ElementsAre("v1"));
    ASSERT_TRUE(visitor.Give(MergeIntoInput{"ada", false}).status.ok());
    customer.Give(AbsorbInput{"v1", std::make_shared<customer::Record>(visitor.record), false});
    visitor.Give(MergeIntoInput{"ada", true});
    customer.Give(AbsorbInput{"v1", nullptr, true});
  }
  std::int64_t Stat(const std::string& counter) const {
    return visitor.Stat(counter) + customer.Stat(counter);
  }
};

TEST(MergeTest, TheCustomerGoesOnWithTheVisitorsRunsAndProfile) {
  Merge merge;
  ProfileInput profile;
  profile.locale = "fr";
  profile.addresses = {{Channel::kPush, "device"}};
  merge.visitor.Give(profile);
  merge.visitor.Happen("Go", R"({"key": "a"})");
  merge.customer.Give(merge.Login());
  merge.Complete();
  EXPECT_EQ(merge.customer.run().key, "a");
  EXPECT_EQ(merge.customer.record.profile.locale, "fr");
  EXPECT_EQ(merge.customer.record.profile.addresses.size(), 1u);
  EXPECT_EQ(merge.customer.record.events_total, 2u);
  EXPECT_EQ(merge.visitor.record.runs.size(), 0u);
  EXPECT_EQ(customer::EarliestDue(merge.visitor.record), absl::InfiniteFuture());
  merge.customer.Pass(absl::Hours(49));
  EXPECT_EQ(merge.Stat("ended:completed"), 1);
  EXPECT_EQ(merge.Stat("waiting:wait-1"), 0);
}

TEST(MergeTest, WhatTheVisitorDoesFromThenOnIsTheCustomers) {
  Merge merge;
  merge.visitor.Happen("Seen");
  merge.customer.Give(merge.Login());
  merge.Complete();
  EXPECT_EQ(merge.visitor.Happen("Seen").forward_to, "ada");
  EXPECT_EQ(merge.visitor.Give(ProfileInput{}).forward_to, "ada");
}

TEST(MergeTest, IsDoneOnce) {
  Merge merge;
  merge.visitor.Happen("Go", R"({"key": "a"})");
  merge.customer.Give(merge.Login());
  const customer::Record left = merge.visitor.record;
  merge.Complete();
  const customer::Record once = merge.customer.record;
  merge.customer.Give(AbsorbInput{"v1", std::make_shared<customer::Record>(left), false});
  EXPECT_EQ(merge.customer.record, once);
  merge.customer.Give(merge.Login());
  EXPECT_EQ(merge.customer.record.pending_merges.size(), 0u);
}

TEST(MergeTest, InterruptedAnywhereItIsDoneOnceInTheEnd) {
  Merge merge;
  merge.visitor.Happen("Go", R"({"key": "a"})");
  merge.customer.Give(merge.Login());
  ASSERT_TRUE(merge.visitor.Give(MergeIntoInput{"ada", false}).status.ok());
  merge.customer.Give(
      AbsorbInput{"v1", std::make_shared<customer::Record>(merge.visitor.record), false});
  EXPECT_EQ(customer::EarliestDue(merge.customer.record), merge.customer.now + absl::Seconds(5));
  // The customer's gateway dies; another begins again.
  merge.Complete();
  EXPECT_EQ(merge.customer.record.runs.size(), 1u);
  EXPECT_EQ(merge.customer.record.events_total, 2u);
  EXPECT_EQ(merge.customer.record.pending_merges.size(), 0u);
  EXPECT_EQ(merge.visitor.record.seen.size(), 0u);
}

TEST(MergeTest, AVisitorForgetsOnlyWhenTheCustomerHeBecameHasTakenOver) {
  Merge merge;
  merge.visitor.Happen("Go", R"({"key": "a"})");
  merge.customer.Give(merge.Login());
  ASSERT_TRUE(merge.visitor.Give(MergeIntoInput{"ada", false}).status.ok());
  // Somebody else logs in on the same device.
  ASSERT_TRUE(merge.visitor.Give(MergeIntoInput{"eve", false}).status.ok());
  merge.visitor.Give(MergeIntoInput{"eve", true});
  merge.Complete();
  EXPECT_EQ(merge.customer.record.runs.size(), 1u);
}

TEST(MergeTest, AMessageDueAtThatMomentIsTheCustomersToSend) {
  constexpr char kHello[] = R"(
journey: j
enter: { on: Go }
steps: [ send: { id: hello, channels: in_app, template: t } ]
templates: { t: { in_app: { text: hi } } }
)";
  Merge merge;
  for (JourneyWalk* walk : {&merge.visitor, &merge.customer}) {
    walk->Apply(kHello);
    walk->policy.consent = channel::ConsentMode::kOptOut;
  }
  merge.visitor.provider = [](const Message&) { return AttemptResult::kTemporary; };
  merge.visitor.Happen("Go");
  ASSERT_EQ(merge.visitor.messages.size(), 1u);
  merge.customer.Give(merge.Login());
  merge.visitor.now += absl::Hours(1);
  merge.customer.now += absl::Hours(1);
  merge.Complete();
  EXPECT_EQ(merge.visitor.messages.size(), 1u);
  EXPECT_EQ(merge.customer.SentOn(), "in_app");
  EXPECT_EQ(merge.Stat("waiting:hello"), 0);
}

TEST(MergeTest, WaitsForAMessageUnderWay) {
  Merge merge;
  merge.visitor.record.sends.push_back({});
  merge.visitor.record.sends[0].phase = customer::SendPhase::kGranted;
  merge.visitor.record.sends[0].lease_until = absl::InfiniteFuture();
  EXPECT_EQ(merge.visitor.Give(MergeIntoInput{"ada", false}).status.code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(merge.visitor.record.merged_into, "");
}

TEST(MergeTest, AnEventOfTheVisitorGivenAgainIsKnownAfterwards) {
  Merge merge;
  const EventInput event = merge.visitor.Event("Go", R"({"key": "a"})");
  merge.visitor.Give(event);
  merge.customer.Give(merge.Login());
  // Handed over, and not absorbed yet.
  ASSERT_TRUE(merge.visitor.Give(MergeIntoInput{"ada", false}).status.ok());
  EXPECT_TRUE(merge.visitor.Give(event).duplicate);
  merge.Complete();
  EXPECT_EQ(merge.visitor.Give(event).forward_to, "ada");
  EXPECT_TRUE(merge.customer.Give(event).duplicate);
}

TEST(MergeTest, NoRunIsLeftInTheStatisticsThatNobodyIsIn) {
  Merge merge;
  merge.visitor.Happen("Go", R"({"key": "a"})");
  merge.customer.Happen("Go", R"({"key": "a"})");
  EXPECT_EQ(merge.Stat("waiting:wait-1"), 2);
  merge.customer.Give(merge.Login());
  merge.Complete();
  EXPECT_EQ(merge.customer.record.runs.size(), 1u);
  EXPECT_EQ(merge.Stat("waiting:wait-1"), 1);
  EXPECT_EQ(merge.Stat("ended:merged"), 1);
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
