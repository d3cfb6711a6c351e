// What conditions see beyond the language itself.

#include "journey/expression.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/window.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using support::At;
using support::Json;
using testing::HasSubstr;

Expression Compiled(absl::string_view text, Expression::Kind kind = Expression::Kind::kAny) {
  Expression expression;
  Expression::Fault fault;
  EXPECT_TRUE(Expression::Compile(text, kind, &expression, &fault)) << text << fault.message;
  return expression;
}

struct ExpressionTest : testing::Test {
  ExpressionTest() {
    record.histories = {
        {"Bought",
         {At("2026-03-01 09:00:00"), At("2026-03-02 08:00:00"), At("2026-03-02 09:00:00")}}};
    record.profile.addresses = {{customer::Channel::kPush, "device"}};
    run.journey = "j";
    run.key = "k";
    run.entered_at = At("2026-03-02 08:00:00");
    scope.event = &event;
    scope.record = &record;
    scope.customer = &customer;
    scope.run = &run;
    scope.now = At("2026-03-02 09:00:00");
  }
  base::Value Of(absl::string_view text) {
    const auto value = Compiled(text).Evaluate(scope);
    EXPECT_TRUE(value.ok()) << value.status();
    return value.ok() ? *value : base::Value();
  }
  base::Value event = Json(R"({"price": 3, "tags": ["a"]})");
  base::Value customer = Json(R"({"country": "AT"})");
  customer::Record record;
  customer::Run run;
  Scope scope;
};

TEST_F(ExpressionTest, CountsEventsInAllAndInAWindow) {
  EXPECT_EQ(Of(R"(count("Bought"))"), Json("3"));
  EXPECT_EQ(Of(R"(count("Sold"))"), Json("0"));
  // The window is half-open: what happened exactly a window ago is out of it.
  EXPECT_EQ(Of(R"(count("Bought", "1d"))"), Json("2"));
  EXPECT_EQ(Of(R"(count("Bought", "1h"))"), Json("1"));
  EXPECT_EQ(Of(R"(count("Bought", "61m"))"), Json("2"));
}

TEST_F(ExpressionTest, CountsWhatHappenedSinceTheEntry) {
  EXPECT_EQ(Of(R"(since_entry("Bought"))"), Json("2"));
  scope.run = nullptr;
  EXPECT_EQ(Of(R"(since_entry("Bought"))"), Json("0"));
}

TEST_F(ExpressionTest, KnowsWhenAnEventHappenedLast) {
  EXPECT_EQ(Of(R"(last("Bought") == now)"), Json("true"));
  EXPECT_EQ(Of(R"(now - last("Bought") < duration("1h"))"), Json("true"));
  const auto never = Compiled(R"(last("Sold") < now)").Test(scope);
  EXPECT_FALSE(never.value);
  EXPECT_THAT(never.error, HasSubstr("the event never happened"));
}

TEST_F(ExpressionTest, KnowsWhichChannelsHaveAnAddress) {
  EXPECT_EQ(Of(R"(reachable("push"))"), Json("true"));
  EXPECT_EQ(Of(R"(reachable("sms"))"), Json("false"));
}

TEST_F(ExpressionTest, SeesEventCustomerAndRun) {
  EXPECT_EQ(Of("event.price + 1.0"), Json("4"));
  EXPECT_EQ(Of("customer.country + run.key"), Json("\"ATk\""));
  EXPECT_EQ(Of("run.entered_at"), Json("\"2026-03-02T08:00:00+00:00\""));
  EXPECT_EQ(Of("event.tags"), Json(R"(["a"])"));
}

TEST_F(ExpressionTest, WhatIsNotThereIsAnEmptyMap) {
  scope = Scope();
  EXPECT_EQ(Of("has(event.x) || has(run.x) || has(customer.x)"), Json("false"));
  EXPECT_EQ(Of(R"(count("Bought") + (reachable("push") ? 1 : 0))"), Json("0"));
}

TEST_F(ExpressionTest, ATruthSaysWhyItIsFalse) {
  EXPECT_TRUE(Compiled("event.price == 3").Test(scope).value);
  EXPECT_EQ(Compiled("event.price == 4").Test(scope).error, "");
  EXPECT_THAT(Compiled("event.nothing == 4").Test(scope).error,
              HasSubstr("event.nothing == 4: no such key: nothing"));
  EXPECT_THAT(Compiled("event.price").Test(scope).error, HasSubstr("neither true nor false"));
}

TEST(ExpressionFieldsTest, NamesTheMembersOfTheEventItReads) {
  EXPECT_THAT(Compiled("event.a.b > 1 || has(event.c)").event_fields(),
              testing::UnorderedElementsAre("a", "c"));
  EXPECT_THAT(Compiled("size(event) > 1").event_fields(), testing::ElementsAre(""));
  EXPECT_THAT(Compiled("customer.a == 1").event_fields(), testing::IsEmpty());
  EXPECT_THAT(
      Compiled(R"(count("A") > 1 && since_entry("B") > 1 && reachable("push"))").counted_events(),
      testing::UnorderedElementsAre("A", "B"));
}

TEST(WindowTest, IsANumberAndAUnit) {
  EXPECT_EQ(*ParseWindow("90s"), absl::Seconds(90));
  EXPECT_EQ(*ParseWindow("2w"), absl::Hours(14 * 24));
  EXPECT_EQ(*ParseWindow("400d"), absl::Hours(400 * 24));
  for (const char* bad : {"", "d", "0d", "-1d", "401d", "1y", "1.5h", "9999999999999d", "1d "}) {
    EXPECT_FALSE(ParseWindow(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace usher::journey
