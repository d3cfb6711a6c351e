#include "cel/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cel/cel_case.h"

namespace usher::cel {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Program Compiled(absl::string_view expression, const Environment& environment) {
  return std::get<Program>(Program::Compile(expression, environment));
}

std::vector<std::string> References(absl::string_view expression) {
  Shop shop;
  std::vector<std::string> paths;
  const Program program = Compiled(expression, shop.environment());
  for (const Reference& reference : program.References()) {
    std::string path = reference.variable;
    for (const std::string& member : reference.members) absl::StrAppend(&path, "/", member);
    paths.push_back(std::move(path));
  }
  return paths;
}

TEST(ProgramTest, ReferencesAreTheLongestKnownPaths) {
  EXPECT_THAT(References("event.price > 0 && customer.country == 'DE' && event.price < 9"),
              ElementsAre("customer/country", "event/price"));
  EXPECT_THAT(References("event['cart'].id + string(now)"), ElementsAre("event/cart/id", "now"));
  EXPECT_THAT(References("has(event.cart.id) || event.cart.total > 1"),
              ElementsAre("event/cart/id", "event/cart/total"));
  EXPECT_THAT(References("event.cart.id == '' || event.cart == null"), ElementsAre("event/cart"));
  EXPECT_THAT(References("event.items.all(i, i.price > customer.limit)"),
              ElementsAre("customer/limit", "event/items"));
  EXPECT_THAT(References("event[customer.field]"), ElementsAre("customer/field", "event"));
  EXPECT_THAT(References("[1].all(event, event > 0)"), IsEmpty());
}

// Counts orders: two within a day, otherwise five. Knows the segment "vip".
class FakeHost : public Host {
 public:
  Value Call(int function, absl::Span<const Value> arguments, Context& context) const override {
    if (function == kCount) return Value::Int(arguments[1].text() == "1d" ? 2 : 5);
    if (arguments[0].text() == "vip") return Value::Bool(true);
    return context.FailWith(FaultCode::kHost, "no such segment", arguments[0].text());
  }

  static constexpr int kCount = 7;
  static constexpr int kInSegment = 8;
};

class HostTest : public ::testing::Test {
 protected:
  HostTest() {
    const Type text(Kind::kString);
    shop_.environment().AddFunction({.name = "count",
                                     .arguments = {text, text},
                                     .result = Type(Kind::kInt),
                                     .index = FakeHost::kCount,
                                     .check = [](std::size_t argument, absl::string_view text) {
                                       const bool wrong = argument == 1 && text == "soon";
                                       return std::string(wrong ? "no such window" : "");
                                     }});
    shop_.environment().AddFunction({.name = "customer.in_segment",
                                     .arguments = {text},
                                     .result = Type(Kind::kBool),
                                     .index = FakeHost::kInSegment});
    shop_.activation().set_host(&host_);
  }

  FakeHost host_;
  Shop shop_;
};

TEST_F(HostTest, FunctionsOfTheHostAreCalledByIndex) {
  EXPECT_EQ(shop_.Evaluate("count('Order Completed', '1d') + 1"), "3");
  EXPECT_EQ(shop_.Evaluate("count('Order Completed', '30d') > 4"), "true");
  EXPECT_EQ(shop_.Evaluate("customer.in_segment('vip') && customer.country == 'DE'"), "true");
  EXPECT_EQ(shop_.Evaluate("customer.in_segment(event.sku)"), "error: no such segment: BOOT-7");
}

TEST_F(HostTest, CallsAreCheckedLikeTheStandardsOnes) {
  EXPECT_EQ(shop_.CompileError("count('Order Completed', 1)"),
            "1:1: no such overload: count(string, int); it takes count(string, string)");
  EXPECT_EQ(shop_.CompileError("cuont('a', 'b') > 1"),
            "1:1: unknown function 'cuont'; did you mean 'count'?");
  EXPECT_EQ(shop_.CompileError("1 < count('a', 'soon')"), "1:16: no such window");
}

TEST_F(HostTest, CallsAreListedWithTheirLiterals) {
  const Program program =
      Compiled("count('a', event.window) > 1 && customer.in_segment('vip')", shop_.environment());
  ASSERT_EQ(program.HostCalls().size(), 2u);
  EXPECT_EQ(program.HostCalls()[0].function, "count");
  EXPECT_THAT(program.HostCalls()[0].arguments, ElementsAre(base::Value("a"), base::Value()));
  EXPECT_EQ(program.HostCalls()[1].function, "customer.in_segment");
  EXPECT_THAT(program.HostCalls()[1].arguments, ElementsAre(base::Value("vip")));
}

TEST(ProgramTest, AVariableWithoutValueIsAnError) {
  const Shop shop;
  EXPECT_EQ(shop.Evaluate("run.step == 'a'"), "error: this variable has no value");
  EXPECT_EQ(shop.Evaluate("run.step == 'a' || event.paid"), "true");
}

TEST(ProgramTest, FaultsKnowWhereTheyAre) {
  Shop shop;
  const Program program = Compiled("event.paid &&\n event.nothing > 1", shop.environment());
  const Result result = program.Evaluate(shop.activation());
  ASSERT_NE(result.fault(), nullptr);
  EXPECT_EQ(result.fault()->code, FaultCode::kNoSuchKey);
  EXPECT_EQ(result.fault()->offset, 21);
  EXPECT_FALSE(result.is_true());
}

TEST(ProgramTest, TheBudgetEndsAnEvaluation) {
  Shop shop;
  const std::string letters = "(event.sku + '" + std::string(500, 'a') + "').split('')";
  const Program program =
      Compiled(absl::StrCat(letters, ".all(a, ", letters, ".all(b, a + b != '')) || true"),
               shop.environment());
  const Result result = program.Evaluate(shop.activation());
  ASSERT_NE(result.fault(), nullptr);
  EXPECT_EQ(result.fault()->code, FaultCode::kCostExceeded);
  EXPECT_TRUE(program.Evaluate(shop.activation(), 10'000'000).is_true());
}

TEST(ProgramTest, WhatIsTooExpensiveWithOrdinaryDataDoesNotCompile) {
  const Shop shop;
  const std::string ten = "[0, 1, 2, 3, 4, 5, 6, 7, 8, event.price]";
  EXPECT_EQ(shop.CompileError(absl::StrCat("true ||\n ", ten, ".all(a, ", ten, ".all(b, ", ten,
                                           ".all(c, ", ten, ".all(d, ", ten,
                                           ".all(e, a + b + c + d + e < 100)))))")),
            "2:43: with lists of 16 elements this takes 1244445 steps; at most 100000 are allowed");
  EXPECT_EQ(shop.CompileError("event.items.all(a, event.items.all(b, event.items.all(c, a != b)))"),
            "none");
  EXPECT_EQ(shop.CompileError("event.items.all(a, event.items.all(b, event.items.all(c, "
                              "event.items.all(d, a.sku != b.sku && c.sku != d.sku))))"),
            "1:13: with lists of 16 elements this takes 734003 steps; at most 100000 are allowed");
}

TEST(ProgramTest, ResultsOutliveTheEnvironment) {
  Shop shop;
  std::variant<Program, Error> compiled = [] {
    Environment environment;
    environment.AddVariable("event", Type());
    return Program::Compile("event.sku + '!' == 'BOOT-7!' ? ['yes'] : []", environment);
  }();
  const Program program = std::get<Program>(compiled);
  const Result result = program.Evaluate(shop.activation());
  EXPECT_EQ(ToString(result.value()), "[\"yes\"]");
}

}  // namespace
}  // namespace usher::cel
