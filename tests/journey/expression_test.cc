// What conditions see beyond the language itself.

#include "journey/expression.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/run_view.h"
#include "journey/window.h"
#include "tests/support/allocations.h"
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

// Three of them do not fit in 64 bits.
constexpr std::int64_t kHuge = 4'000'000'000'000'000'000;

struct ExpressionTest : testing::Test {
  ExpressionTest() {
    record.histories = {
        {"Bought",
         {At("2026-03-01 09:00:00"), At("2026-03-02 08:00:00"), At("2026-03-02 09:00:00")},
         {{"total", {100'000, 200'000, -1}}, {"huge", {kHuge, kHuge, kHuge}}}}};
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

TEST_F(ExpressionTest, SumsAPropertyInAllAndInAWindow) {
  EXPECT_EQ(Of(R"(sum("Bought", "total"))"), Json("0.299999"));
  EXPECT_EQ(Of(R"(sum("Bought", "total", "1d"))"), Json("0.199999"));
  EXPECT_EQ(Of(R"(sum("Bought", "total", "1h"))"), Json("-0.000001"));
  EXPECT_EQ(Of(R"(sum("Bought", "huge"))"), Json("12000000000000"));
  EXPECT_EQ(Of(R"(sum("Bought", "other"))"), Json("0"));
  EXPECT_EQ(Of(R"(sum("Sold", "total", "30d"))"), Json("0"));
  EXPECT_EQ(Of(R"(sum("Bought", "total") > 0 && sum("Bought", "total") * 2.0 < 1)"), Json("true"));
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
  EXPECT_EQ(Of("run.entered_at"), *RunView(run).Find("entered_at"));
  EXPECT_EQ(Of("now - timestamp(run.entered_at) == duration('1h')"), Json("true"));
  EXPECT_EQ(Of("event.tags"), Json(R"(["a"])"));
}

TEST_F(ExpressionTest, WhatIsNotThereIsAnEmptyMap) {
  scope = Scope();
  EXPECT_EQ(Of("has(event.x) || has(run.key) || has(customer.x)"), Json("false"));
  EXPECT_EQ(Of(R"(count("Bought") + (reachable("push") ? 1 : 0))"), Json("0"));
}

TEST_F(ExpressionTest, ATruthSaysWhyItIsFalse) {
  EXPECT_TRUE(Compiled("event.price == 3").Test(scope).value);
  EXPECT_EQ(Compiled("event.price == 4").Test(scope).error, "");
  EXPECT_THAT(Compiled("event.nothing == 4").Test(scope).error,
              HasSubstr("event.nothing == 4: no such key: nothing (column 7)"));
  EXPECT_THAT(Compiled("event.price == 4 ||\n  1 / 0 > 1").Test(scope).error,
              HasSubstr("division by zero (line 2, column 5)"));
  EXPECT_THAT(Compiled("event.price").Test(scope).error, HasSubstr("neither true nor false"));
}

TEST_F(ExpressionTest, KnowsTheCustomersLocalTime) {
  record.profile.time_zone = "Asia/Kathmandu";
  const char* const all =
      "[local_time().date, local_time().time, local_time().weekday, string(local_time().year), "
      "string(local_time().month * 10000 + local_time().day * 100 + local_time().hour), "
      "string(local_time().minute)]";
  EXPECT_EQ(Of(all), Json(R"(["2026-03-02", "14:45", "monday", "2026", "30214", "45"])"));
  record.profile.time_zone = "America/Los_Angeles";
  EXPECT_EQ(Of(all), Json(R"(["2026-03-02", "01:00", "monday", "2026", "30201", "0"])"));
  record.profile.time_zone = "Mars/Olympus";
  EXPECT_EQ(Of("local_time().time"), Json("\"09:00\""));
  scope.zone = absl::FixedTimeZone(-10 * 3600);
  EXPECT_EQ(Of("local_time().time + ' ' + local_time().weekday"), Json("\"23:00 sunday\""));
  Expression expression;
  Expression::Fault fault;
  EXPECT_FALSE(Expression::Compile("local_time().hours > 9", Expression::Kind::kCondition,
                                   &expression, &fault));
  EXPECT_EQ(fault.message, "unknown member 'hours'; did you mean 'hour'?");
  EXPECT_EQ(fault.offset, 13U);
}

TEST_F(ExpressionTest, TypicalConditionsAllocateNothing) {
  record.profile.time_zone = "Europe/Vienna";
  event = Json(R"({"price": 59.9, "quantity": 2, "category": "kitchen", "name": "Blue mug",
                   "tags": ["new", "gift"], "cart": {"id": "c-1"}})");
  for (const char* text :
       {"event.price > 10", "event.price * 2 > 10.0 && event.quantity <= 3",
        R"(event.category in ["kitchen", "garden"] && event.name.startsWith("Blue"))",
        R"(event.tags.exists(tag, tag == "gift") && has(event.cart.id))",
        R"(event.name.matches("^Blue.*g$") && customer.country == "AT")",
        R"(count("Bought", "30d") >= 3 && since_entry("Bought") > 0 && reachable("push"))",
        R"(now - last("Bought") < duration("30m") && now.getHours("Europe/Vienna") < 22)",
        R"(run.key == "k" && now - timestamp(run.entered_at) < duration("2h"))",
        R"(local_time().hour >= 9 && local_time().weekday != "sunday")",
        R"(event.missing == 1 || event.name.lowerAscii().contains("mug"))"}) {
    const Expression condition = Compiled(text, Expression::Kind::kCondition);
    EXPECT_TRUE(condition.Test(scope).value) << text;
    const std::int64_t before = support::Allocations();
    const bool held = condition.Test(scope).value;
    EXPECT_EQ(support::Allocations() - before, 0) << text << held;
  }
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

TEST(ExpressionFieldsTest, NamesWhatItSums) {
  const Expression expression =
      Compiled(R"(sum("A", "cart.total") > 1 && sum("B", "total", "7d") > 1)");
  ASSERT_EQ(expression.sums().size(), 2u);
  EXPECT_EQ(expression.sums()[0].event, "A");
  EXPECT_EQ(expression.sums()[0].property, "cart.total");
  EXPECT_EQ(expression.sums()[1].event, "B");
  EXPECT_EQ(expression.sums()[1].property, "total");
  EXPECT_THAT(expression.counted_events(), testing::UnorderedElementsAre("A", "B"));
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
