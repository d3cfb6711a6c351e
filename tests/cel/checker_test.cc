#include "cel/checker.h"

#include <gtest/gtest.h>

#include "tests/cel/cel_case.h"

namespace usher::cel {
namespace {

std::string ResultType(const Shop& shop, absl::string_view expression) {
  const std::variant<Program, Error> compiled = Program::Compile(expression, shop.environment());
  if (const Error* error = std::get_if<Error>(&compiled)) return error->message;
  return std::get<Program>(compiled).ResultType().ToString();
}

TEST(CheckerTest, TypesAreKnownAsFarAsTheDataAllows) {
  const Shop shop;
  const std::vector<Case> cases = {{"1 + 2", "int"},
                                   {"event.price", "dyn"},
                                   {"event.price > 1", "bool"},
                                   {"event.price + 2", "dyn"},
                                   {"event.price + 2.0", "dyn"},
                                   {"now + duration('1h')", "timestamp"},
                                   {"now - now", "duration"},
                                   {"[1, 2]", "list(int)"},
                                   {"[1, 'a']", "list(dyn)"},
                                   {"{'a': 1}", "map(string, int)"},
                                   {"{'a': 1}.a", "int"},
                                   {"[1].map(x, string(x))", "list(string)"},
                                   {"{'a': 1}.filter(k, k == 'a')", "list(string)"},
                                   {"true ? event.price : 1", "dyn"},
                                   {"type(1)", "type(int)"},
                                   {"size('a')", "int"}};
  for (const auto& [expression, expected] : cases) {
    EXPECT_EQ(ResultType(shop, expression), expected) << expression;
  }
}

TEST(CheckerTest, MistakesAreFoundBeforeRunning) {
  const Shop shop;
  const std::vector<Case> cases = {
      {"evnt.price > 1", "1:1: unknown name 'evnt'; did you mean 'event'?"},
      {"1 +\n  costumer.age", "2:3: unknown name 'costumer'; did you mean 'customer'?"},
      {"xyzzy", "1:1: unknown name 'xyzzy'"},
      {"event.price == nil", "1:16: unknown name 'nil'; write null"},
      {"event.paid == True", "1:15: unknown name 'True'; write true"},
      {"[1].all(item, itm > 0)", "1:15: unknown name 'itm'; did you mean 'item'?"},
      {"event.sku.startswith('B')",
       "1:11: unknown function 'startswith'; did you mean 'startsWith'?"},
      {"contains(event.sku, 'B')", "1:1: contains() is called as value.contains(...)"},
      {"event.sku.int()", "1:11: int() is called as int(value)"},
      {"1 + 'a'", "1:3: no such overload: int + string"},
      {"1 + 2.0",
       "1:3: no such overload: int + double; write 2.0 for a double, or convert, as in "
       "double(value)"},
      {"-'a'", "1:1: no such overload: -string"},
      {"!1", "1:1: no such overload: !int"},
      {"size(1)", "1:1: no such overload: size(int)"},
      {"now == 'today'", "1:5: no such overload: timestamp == string"},
      {"'a' && true", "1:1: && needs a bool, found string"},
      {"1 ? 2 : 3", "1:1: ?: needs a bool, found int"},
      {"true ? 1 : 'a'", "1:6: both results of ?: need one type, found int and string"},
      {"[1].filter(x, x + 1)", "1:17: the condition of a macro needs a bool, found int"},
      {"(1).all(x, true)", "1:5: macros go over a list or the keys of a map, found int"},
      {"now.hours", "1:5: a timestamp has no member 'hours'"},
      {"{1.5: 2}", "1:2: a key is a string, int, uint or bool, found double"},
      {"event.sku.matches('[')", "1:19: not a valid pattern: missing ]: ["},
      {"now.getHours('Europe/Viena')", "1:14: no such time zone: Europe/Viena"}};
  for (const auto& [expression, expected] : cases) {
    EXPECT_EQ(shop.CompileError(expression), expected) << expression;
  }
}

TEST(CheckerTest, ARecordHasOnlyItsFields) {
  Shop shop;
  shop.environment().AddVariable(
      "cart", Type::Record({{"total", Type(Kind::kDouble)}, {"currency", Type(Kind::kString)}}));
  EXPECT_EQ(shop.CompileError("cart.total > 1.0 && cart['currency'] == 'EUR'"), "none");
  EXPECT_EQ(shop.CompileError("cart.totl > 1.0"),
            "1:6: unknown member 'totl'; did you mean 'total'?");
  EXPECT_EQ(shop.CompileError("has(cart.curency)"),
            "1:10: unknown member 'curency'; did you mean 'currency'?");
  EXPECT_EQ(shop.CompileError("cart['curency'] == 'EUR'"),
            "1:6: unknown member 'curency'; did you mean 'currency'?");
  EXPECT_EQ(shop.CompileError("cart.currency > 1"), "1:15: no such overload: string > int");
}

TEST(CheckerTest, MembersOfARecordAreReadAsTheirTypes) {
  Shop shop;
  const Type whole(Kind::kInt);
  const base::Value cart = *base::ParseJson(
      R"({"quantity": 2, "half": 0.5, "placed": "2024-03-01T12:00:00Z", "sizes": [36, 37],
          "lines": [{"count": 3}, {"count": "x"}], "note": null, "by": {"7": 1.5}})");
  const Type line = Type::Record({{"count", whole}});
  shop.activation().Set(shop.environment().AddVariable(
                            "cart", Type::Record({{"quantity", whole},
                                                  {"half", whole},
                                                  {"placed", Type(Kind::kTimestamp)},
                                                  {"sizes", Type::List(whole)},
                                                  {"lines", Type::List(line)},
                                                  {"note", Type(Kind::kString)},
                                                  {"by", Type::Map(whole, Type(Kind::kDouble))}})),
                        Value::Json(cart));
  const std::vector<Case> cases = {
      {"cart.quantity / 4", "0"},
      {"cart['quantity'] + 1", "3"},
      {"cart.quantity + 0.5",
       "invalid: no such overload: int + double; write 2.0 for a double, or convert, as in "
       "double(value)"},
      {"cart.half == 0", "error: declared with another type: int expected, found double 0.5"},
      {"cart.placed == now", "true"},
      {"cart.sizes.map(size, size / 10)", "[3, 3]"},
      {"cart.lines[0].count / 2", "1"},
      {"cart.lines.exists(line, line.count / 2 == 1)", "true"},
      {"cart.lines.all(line, line.count / 2 == 1)", "error: not an int: \"x\""},
      {"cart.lines.all(line, line.cout == 1)",
       "invalid: unknown member 'cout'; did you mean 'count'?"},
      {"has(cart.note) && cart.note != ''",
       "error: declared with another type: string expected, found null_type null"},
      {"cart.by[7]", "1.5"}};
  for (const auto& [expression, expected] : cases) {
    EXPECT_EQ(shop.Evaluate(expression), expected) << expression;
  }
}

TEST(CheckerTest, QualifiedNamesWinOverMembers) {
  Shop shop;
  const int slot = shop.environment().AddVariable("shop.currency", Type(Kind::kString));
  shop.activation().Set(slot, Value::String("EUR"));
  EXPECT_EQ(shop.Evaluate("shop.currency + '!'"), "\"EUR!\"");
  EXPECT_EQ(shop.CompileError("shop.country"), "1:1: unknown name 'shop'");
}

}  // namespace
}  // namespace usher::cel
