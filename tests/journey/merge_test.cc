// Visitors who turn out to be customers: whose runs, profile and events are whose, and what an
// event means to runs that were the visitor's when it came.

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/advance.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::Channel;
using support::JourneyWalk;
using testing::ElementsAre;

constexpr char kJourney[] = R"(
journey: j
enter: { on: Go, key: event.key, when: 'count("Seen") >= 0' }
steps: [ wait: { for: 2d } ]
)";

constexpr char kCart[] = R"(
journey: cart
enter: { on: Added, key: event.cart, reenter: {}, when: 'count("Bought") >= 0' }
exit: { on: Emptied, key: event.cart }
goal: { event: Bought, within: 1d, value: event.total }
steps:
  - wait: { until: { event: Asked, then: answer }, at_most: 1h }
  - send: { id: reminder, channels: push, template: t }
  - exit: {}
  - { id: answer, send: { channels: sms, template: t } }
templates: { t: { push: { body: "{{ event.cart }}" }, sms: { text: "{{ event.cart }}" } } }
)";

// A visitor and the customer he turns out to be; both on one catalog.
struct Merge {
  JourneyWalk visitor;
  JourneyWalk customer;
  explicit Merge(absl::string_view yaml = kJourney) : visitor(yaml), customer(yaml) {
    visitor.customer = base::CustomerId::Anonymous("v1");
    visitor.record = customer::Record();
    customer.record = customer::Record();
  }
  // The event by which the visitor turns out to be the customer.
  EventInput Known(const std::string& name, absl::string_view json = "{}") {
    EventInput event = customer.Event(name, json);
    event.merge_from = "v1";
    return event;
  }
  EventInput Login() { return Known("Login"); }
  void Pass(absl::Duration span) {
    visitor.Pass(span);
    customer.Pass(span);
  }
  void Complete() {
    ASSERT_THAT(customer.record.pending_merges, ElementsAre("v1"));
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

// A visitor with a cart who can be reached once he is a customer.
struct CartMerge : Merge {
  CartMerge() : Merge(kCart) {
    ProfileInput profile;
    profile.addresses = {{Channel::kPush, "device"}, {Channel::kSms, "number"}};
    profile.consents = {{Channel::kNone, "", true, {}, ""}};
    customer.Give(profile);
    visitor.Happen("Added", R"({"cart": "a"})");
    Later();
  }
  void Later() {
    visitor.now += absl::Minutes(1);
    customer.now += absl::Minutes(1);
  }
  void Absorb() {
    customer.Give(AbsorbInput{"v1", std::make_shared<customer::Record>(visitor.record), false});
  }
};

TEST(MergeEventTest, TheOrderByWhichAVisitorBecomesKnownIsTheGoalOfHisRuns) {
  CartMerge merge;
  merge.customer.Give(merge.Known("Bought", R"({"total": 5})"));
  merge.Complete();
  EXPECT_EQ(merge.customer.Stat("goals"), 1);
  EXPECT_EQ(merge.customer.Stat("value"), 5'000'000);
  EXPECT_EQ(merge.Stat("ended:goal"), 1);
  EXPECT_EQ(merge.Stat("waiting:wait-1"), 0);
  EXPECT_EQ(merge.customer.record.runs.size(), 0u);
  merge.Pass(absl::Hours(3));
  EXPECT_EQ(merge.customer.SentOn(), "");
}

TEST(MergeEventTest, ItEndsTheRunsItIsAboutAndNoOthers) {
  CartMerge merge;
  merge.visitor.Happen("Added", R"({"cart": "b"})");
  merge.customer.Give(merge.Known("Emptied", R"({"cart": "a"})"));
  merge.Complete();
  ASSERT_EQ(merge.customer.record.runs.size(), 2u) << "the one watches for its goal";
  EXPECT_EQ(merge.Stat("ended:exit on Emptied"), 1);
  merge.Pass(absl::Hours(3));
  ASSERT_EQ(merge.customer.messages.size(), 1u);
  EXPECT_EQ(merge.customer.messages[0].key, "b");
}

TEST(MergeEventTest, ItEndsWaits) {
  CartMerge merge;
  merge.customer.Give(merge.Known("Asked"));
  merge.Complete();
  EXPECT_EQ(merge.customer.SentOn(), "sms");
}

TEST(MergeEventTest, EventsThatComeBeforeTheVisitorIsTakenOverMeanTheSame) {
  CartMerge merge;
  merge.customer.Give(merge.Login());
  ASSERT_TRUE(merge.visitor.Give(MergeIntoInput{"ada", false}).status.ok());
  merge.Later();
  merge.customer.Happen("Bought", R"({"total": 5})");
  merge.Complete();
  EXPECT_EQ(merge.Stat("goals"), 1);
  EXPECT_EQ(merge.customer.record.runs.size(), 0u);
}

TEST(MergeEventTest, EventsOfStepsMeanTheSame) {
  CartMerge merge;
  for (JourneyWalk* walk : {&merge.visitor, &merge.customer}) {
    walk->Apply(R"(
journey: shop-floor
enter: { on: Paid, reenter: {} }
steps: [ emit: { event: Bought, properties: { total: "7" } } ]
)");
  }
  merge.customer.Give(merge.Known("Paid"));
  merge.Complete();
  EXPECT_EQ(merge.Stat("value"), 7'000'000);
  EXPECT_EQ(merge.customer.record.runs.size(), 0u);
}

TEST(MergeEventTest, AnEventFromBeforeARunBeganMeansNothingToIt) {
  CartMerge merge;
  EventInput old = merge.Known("Bought", R"({"total": 5})");
  old.at -= absl::Minutes(2);
  merge.customer.Give(old);
  merge.Complete();
  EXPECT_EQ(merge.Stat("goals"), 0);
  EXPECT_EQ(merge.customer.run().key, "a");
}

TEST(MergeEventTest, ItIsCountedOnceAndStartsOnceWhatItStarts) {
  CartMerge merge;
  merge.customer.Give(merge.Known("Bought", R"({"total": 5})"));
  merge.Complete();
  ASSERT_EQ(merge.customer.record.histories.size(), 1u);
  EXPECT_EQ(merge.customer.record.histories[0].times.size(), 1u);
  EXPECT_EQ(merge.customer.record.events_total, 2u);

  CartMerge added;
  added.customer.Give(added.Known("Added", R"({"cart": "c"})"));
  added.Complete();
  EXPECT_EQ(added.customer.record.runs.size(), 2u);
  EXPECT_EQ(added.Stat("entered"), 2);
}

TEST(MergeEventTest, AnOrderIsOneGoalThoughBothWereInTheJourney) {
  CartMerge merge;
  merge.customer.Happen("Added", R"({"cart": "a"})");
  merge.Later();
  merge.customer.Give(merge.Known("Bought", R"({"total": 5})"));
  merge.Complete();
  EXPECT_EQ(merge.Stat("goals"), 1);
  EXPECT_EQ(merge.Stat("ended:merged"), 1);
  EXPECT_EQ(merge.customer.record.runs.size(), 0u);
}

TEST(MergeEventTest, AbsorbingAgainChangesNothing) {
  CartMerge merge;
  merge.customer.Give(merge.Known("Bought", R"({"total": 5})"));
  ASSERT_TRUE(merge.visitor.Give(MergeIntoInput{"ada", false}).status.ok());
  merge.Absorb();
  const customer::Record once = merge.customer.record;
  merge.Absorb();
  EXPECT_EQ(merge.customer.record, once);
  EXPECT_EQ(merge.Stat("goals"), 1);
}

TEST(MergeEventTest, AnEventGivenAgainIsKeptOnce) {
  CartMerge merge;
  const EventInput bought = merge.Known("Bought", R"({"total": 5})");
  merge.customer.Give({bought, bought});
  EXPECT_EQ(merge.customer.record.merge_events.size(), 1u);
}

TEST(MergeEventTest, NothingIsKeptWhenNobodyIsAwaited) {
  CartMerge merge;
  merge.customer.Happen("Bought", R"({"total": 5})");
  EXPECT_TRUE(merge.customer.record.merge_events.empty());
  merge.customer.Give(merge.Known("Bought", R"({"total": 5})"));
  EXPECT_EQ(merge.customer.record.merge_events.size(), 1u);
  ASSERT_TRUE(merge.visitor.Give(MergeIntoInput{"ada", false}).status.ok());
  merge.Absorb();
  EXPECT_TRUE(merge.customer.record.merge_events.empty());
  merge.customer.Happen("Bought", R"({"total": 5})");
  EXPECT_TRUE(merge.customer.record.merge_events.empty());
}

TEST(MergeEventTest, EventsAreKeptUntilTheLastVisitorIsTakenOver) {
  CartMerge merge;
  EventInput second = merge.customer.Event("Bought", R"({"total": 5})");
  second.merge_from = "v2";
  merge.customer.Give({merge.Login(), second});
  EXPECT_THAT(merge.customer.record.pending_merges, ElementsAre("v1", "v2"));
  ASSERT_TRUE(merge.visitor.Give(MergeIntoInput{"ada", false}).status.ok());
  merge.Absorb();
  EXPECT_EQ(merge.Stat("goals"), 1);
  EXPECT_EQ(merge.customer.record.merge_events.size(), 1u);

  // The other visitor had the same cart on another device: the order is not its goal once more.
  CartMerge other;
  other.visitor.record.merged_into = "ada";
  other.visitor.record.runs[0].id += 1;
  merge.customer.Give(
      AbsorbInput{"v2", std::make_shared<customer::Record>(other.visitor.record), false});
  EXPECT_EQ(merge.Stat("goals"), 1);
  EXPECT_EQ(merge.customer.record.runs.size(), 0u);
  EXPECT_TRUE(merge.customer.record.merge_events.empty());
}

TEST(MergeEventTest, AMessageThatWasWantedAlreadyIsGivenUp) {
  CartMerge merge;
  merge.Pass(absl::Hours(1));
  merge.visitor.record.merged_into.clear();
  customer::Record& left = merge.visitor.record;
  ASSERT_EQ(left.runs.size(), 1u) << "without an address nothing was sent, and it watches";
  left.runs[0].phase = customer::RunPhase::kAtStep;
  left.runs[0].step = 1;
  left.runs[0].waiting = true;
  left.runs[0].due = absl::InfiniteFuture();
  customer::PendingSend send;
  send.id = 9;
  send.run_id = left.runs[0].id;
  send.journey = left.runs[0].journey;
  send.version = left.runs[0].version;
  send.step = 1;
  send.retry_at = merge.customer.now;
  send.expire_at = merge.customer.now + absl::Hours(1);
  left.sends = {send};
  merge.customer.Give(merge.Known("Bought", R"({"total": 5})"));
  merge.Complete();
  EXPECT_EQ(merge.customer.SentOn(), "");
  EXPECT_EQ(merge.customer.record.sends.size(), 0u);
  EXPECT_EQ(merge.customer.Stat("outcome:reminder:superseded"), 1);
}

TEST(MergeEventTest, RunsOfVersionsNotKnownAskForANewerCatalog) {
  CartMerge merge;
  const auto left = std::make_shared<customer::Record>(merge.visitor.record);
  EXPECT_TRUE(NeedsNewerCatalog(Catalog(), AbsorbInput{"v1", left, false}));
  EXPECT_FALSE(NeedsNewerCatalog(Catalog(), AbsorbInput{"v1", nullptr, true}));
  EXPECT_FALSE(NeedsNewerCatalog(Catalog(), WakeInput{}));
}

}  // namespace
}  // namespace usher::journey
