// What steps do to the customer: events they make happen, audiences, attributes.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "customer/absorb.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::DecisionKind;
using support::JourneyWalk;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kEmits[] = R"(
journey: emits
enter: { on: Go, reenter: {} }
steps:
  - emit: { event: Cart Abandoned, properties: { cart: event.cart, value: "event.price * 2.0" } }
)";

constexpr char kHears[] = R"(
journey: hears
enter: { on: Cart Abandoned, when: event.value > 5, key: event.cart, reenter: {} }
steps: [ wait: { for: 1h } ]
)";

TEST(EmitTest, AnEventStartsJourneysLikeAPublishedOne) {
  JourneyWalk walk(kEmits);
  walk.Apply(kHears);
  walk.Happen("Go", R"({"cart": "k1", "price": 3.0})");
  EXPECT_EQ(walk.run().journey, "hears");
  EXPECT_EQ(walk.run().key, "k1");
  EXPECT_THAT(walk.Said(), HasSubstr("emit:Cart Abandoned"));
  JourneyWalk cheap(kEmits);
  cheap.Apply(kHears);
  cheap.Happen("Go", R"({"cart": "k1", "price": 2.0})");
  EXPECT_TRUE(cheap.record.runs.empty());
}

TEST(EmitTest, AnEventEndsWaitsExitsAndReachesGoals) {
  JourneyWalk walk(kEmits);
  walk.Apply(R"(
journey: waits
enter: { on: Begin }
exit: { on: Nothing }
steps:
  - wait: { until: { event: Cart Abandoned, when: event.cart == "k1", then: heard }, at_most: 1d }
  - exit: {}
  - { id: heard, wait: { for: 1d } }
)");
  walk.Apply(
      "journey: ends\nenter: { on: Begin }\nexit: { on: Cart Abandoned }\n"
      "steps: [ wait: { for: 1d } ]\n");
  walk.Apply(
      "journey: wins\nenter: { on: Begin }\ngoal: { event: Cart Abandoned }\n"
      "steps: [ wait: { for: 1d } ]\n");
  walk.Happen("Begin");
  walk.Happen("Go", R"({"cart": "k1", "price": 3.0})");
  EXPECT_EQ(walk.step(), "heard");
  EXPECT_EQ(walk.Stat("ended:exit on Cart Abandoned"), 1);
  EXPECT_EQ(walk.Stat("goals"), 1);
}

TEST(EmitTest, AnEventIsCountedButIsNoActivityOfTheCustomer) {
  JourneyWalk walk(kEmits);
  walk.Apply(R"(
journey: counts
enter: { on: Ask, when: 'count("Cart Abandoned") == 1', reenter: {} }
steps: [ wait: { for: 1h } ]
)");
  walk.Happen("Go", R"({"cart": "k1", "price": 3.0})");
  const absl::Time active = walk.record.last_event_at;
  walk.Pass(absl::Hours(1));
  walk.Happen("Ask");
  EXPECT_EQ(walk.run().journey, "counts");
  EXPECT_EQ(walk.record.events_total, 2u);
  EXPECT_EQ(active, walk.now - absl::Hours(1));
}

TEST(EmitTest, APropertyThatCannotBeWorkedOutIsLeftOut) {
  JourneyWalk walk(kEmits);
  walk.Apply(
      "journey: all\nenter: { on: Cart Abandoned, when: '!has(event.value) && event.cart == \"k\"' "
      "}\n"
      "steps: [ wait: { for: 1h } ]\n");
  walk.Happen("Go", R"({"cart": "k"})");
  EXPECT_EQ(walk.run().journey, "all");
  EXPECT_THAT(walk.Said(), HasSubstr("condition_error"));
}

TEST(EmitTest, JourneysThatSetEachOtherOffComeToAnEnd) {
  JourneyWalk walk(R"(
journey: ping
enter: { on: Ping, reenter: {} }
steps: [ emit: { event: Pong } ]
)");
  walk.Apply(R"(
journey: pong
enter: { on: Pong, reenter: {} }
steps: [ emit: { event: Ping } ]
)");
  walk.Happen("Ping");
  EXPECT_TRUE(walk.record.runs.empty());
  EXPECT_LE(walk.Stat("entered"), 66);
  EXPECT_GE(walk.Stat("entered"), 60);
  EXPECT_THAT(walk.Said(), HasSubstr("too much happens at once"));
  const std::int64_t before = walk.Stat("entered");
  walk.Happen("Ping");
  EXPECT_GT(walk.Stat("entered"), before) << "the next event has a bound of its own";
}

TEST(EmitTest, TheSameEventWorkedOutTwiceStartsTheSameRun) {
  const auto id = [] {
    JourneyWalk walk(kEmits);
    walk.Apply(kHears);
    walk.Happen("Go", R"({"cart": "k1", "price": 3.0})");
    return walk.run().id;
  };
  EXPECT_EQ(id(), id());
}

constexpr char kAudiences[] = R"(
journey: j
enter: { on: Go }
steps:
  - audience: { add: [cart-left, email-ads] }
  - wait: { until: { event: Bought }, at_most: 1d }
  - audience: { add: buyers, remove: [cart-left, unheard-of] }
  - branch:
      cases: [ { when: '"buyers" in customer.audiences && !("cart-left" in customer.audiences)', then: yes } ]
      else: no
  - { id: "yes", wait: { for: 1h } }
  - { id: "no", wait: { for: 1h } }
)";

std::vector<std::string> AudiencesOf(const customer::Record& record) {
  std::vector<std::string> names;
  for (const auto& membership : record.profile.audiences) names.push_back(membership.audience);
  return names;
}

TEST(AudienceTest, IsJoinedAndLeftAndCanBeAskedFor) {
  JourneyWalk walk(kAudiences);
  walk.Happen("Go");
  EXPECT_THAT(AudiencesOf(walk.record), ElementsAre("cart-left", "email-ads"));
  EXPECT_EQ(walk.record.profile.audiences[0].since, walk.now);
  walk.Happen("Bought");
  EXPECT_THAT(AudiencesOf(walk.record), ElementsAre("email-ads", "buyers"));
  EXPECT_EQ(walk.step(), "yes");
  EXPECT_THAT(walk.Said(), HasSubstr("audience:left cart-left audience:joined buyers"));
  EXPECT_THAT(walk.Said(), testing::Not(HasSubstr("unheard-of")));
}

TEST(AudienceTest, ThereAreNoMoreThanTheLimit) {
  JourneyWalk walk(kAudiences);
  walk.limits.audiences_max = 1;
  walk.Happen("Go");
  EXPECT_THAT(AudiencesOf(walk.record), ElementsAre("cart-left"));
  EXPECT_THAT(walk.Said(), HasSubstr("no room for the audience email-ads"));
}

TEST(AudienceTest, AVisitorsAreTheCustomersAfterwards) {
  customer::Record left;
  left.profile.audiences = {{"a", absl::FromUnixSeconds(1)}, {"b", absl::FromUnixSeconds(2)}};
  customer::Record record;
  record.profile.audiences = {{"b", absl::FromUnixSeconds(9)}};
  customer::WantMerge("v", customer::Limits(), &record);
  ASSERT_TRUE(customer::Absorb("v", left, customer::Limits(), &record));
  EXPECT_THAT(AudiencesOf(record), ElementsAre("b", "a"));
  EXPECT_EQ(record.profile.audiences[0].since, absl::FromUnixSeconds(9));
}

TEST(ConsentStepTest, RecordsPermissionGivenNow) {
  JourneyWalk walk(R"(
journey: join
enter: { on: Go, reenter: {} }
steps:
  - consent: { channel: email, category: news }
  - consent: { source: form }
)");
  walk.record.profile.consents = {{customer::Channel::kEmail, "news", /*granted=*/false,
                                   support::At("2026-03-01 09:00:00"), ""}};
  walk.Happen("Go");
  EXPECT_THAT(
      walk.record.profile.consents,
      ElementsAre(customer::Consent{customer::Channel::kEmail, "news", true, walk.now, "join"},
                  customer::Consent{customer::Channel::kNone, "", true, walk.now, "form"}));
  EXPECT_THAT(walk.Said(), HasSubstr("consent:given for news, source join"));
}

TEST(ConsentStepTest, WhereThereIsNoRoomItIsSaidAndNothingIsRecorded) {
  JourneyWalk walk("journey: join\nenter: { on: Go }\nsteps: [ consent: { category: news } ]\n");
  walk.record.profile.consents.clear();
  walk.limits.consents_max = 0;
  walk.Happen("Go");
  EXPECT_TRUE(walk.record.profile.consents.empty());
  EXPECT_EQ(walk.Last(DecisionKind::kConditionError).detail,
            "consents: the customer would have 1; at most 0 are kept");
}

}  // namespace
}  // namespace usher::journey
