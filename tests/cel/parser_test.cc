#include "cel/parser.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include <gtest/gtest.h>

#include "tests/cel/cel_case.h"

namespace usher::cel {
namespace {

std::string Repeat(const std::string& text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

TEST(ParserTest, ErrorsNameTheirPlace) {
  const Shop shop;
  const std::vector<Case> cases = {
      {"", "1:1: the expression is empty"},
      {"  // only a comment", "1:20: the expression is empty"},
      {"1 +", "1:4: the expression ends where a value should be"},
      {"(1 + 2", "1:7: the expression ends where ')' should be"},
      {"1 2", "1:3: expected an operator or the end, found '2'"},
      {"a = 1", "1:3: '=' is no operator: compare with =="},
      {"a & b", "1:3: '&' is no operator: write && for \"and\""},
      {"event.price >\n  'x", "2:3: this string has no closing quote"},
      {"'ü' + 'ü' + 'x\n'", "1:13: this string has no closing quote on its line"},
      {"'a\\q'", "1:1: invalid escape \\q in a string literal"},
      {"b'\\u0041'", "1:1: invalid escape \\u in a bytes literal"},
      {"'\\ud800'", "1:1: invalid escape \\u in a string literal"},
      {"9223372036854775808", "1:1: the int 9223372036854775808 does not fit 64 bits"},
      {"1e999", "1:1: the double 1e999 is too large"},
      {"12abc", "1:1: a number must not run into a name"},
      {"true ? 1", "1:9: the expression ends where ':' of '?:' should be"},
      {"{1: 2", "1:6: the expression ends where ',' or '}' should be"},
      {"[1, , 2]", "1:5: expected a value, found ','"},
      {"size(1,)", "1:8: expected a value, found ')'"},
      {"Order{id: 1}", "1:6: messages cannot be created here; a map is written {\"name\": value}"},
      {"for + 1", "1:1: 'for' is a reserved word"},
      {"event.in", "1:7: expected a member's name, found 'in'"},
      {"rb'a'", "1:3: expected an operator or the end, found ''a''"},
      {"#", "1:1: this character has no meaning here"},
      {"has(event)", "1:5: has() needs a member, such as has(event.price)"},
      {"[1].all(1, true)", "1:9: all() needs a variable name first, such as items.all(item, ...)"}};
  for (const auto& [expression, expected] : cases) {
    EXPECT_EQ(shop.CompileError(expression), expected) << expression;
  }
}

TEST(ParserTest, WhatOtherLanguagesWriteIsAnsweredWithWhatItIsHere) {
  const Shop shop;
  const std::vector<Case> cases = {
      {"1 < 2 and true", "1:7: expected an operator or the end, found 'and'; write && for \"and\""},
      {"true OR false", "1:6: expected an operator or the end, found 'OR'; write || for \"or\""},
      {"not true", "1:5: expected an operator or the end, found 'true'; write ! for \"not\""},
      {"1 <> 2", "1:4: expected a value, found '>'; write != for \"not equal\""},
      {"now is null", "1:5: expected an operator or the end, found 'is'; compare with =="},
      {"1 not in [1]",
       "1:3: expected an operator or the end, found 'not'; write !(value in list) for \"not in\""},
      {"nothing 1", "1:9: expected an operator or the end, found '1'"}};
  for (const auto& [expression, expected] : cases) {
    EXPECT_EQ(shop.CompileError(expression), expected) << expression;
  }
}

TEST(ParserTest, OffsetsCountBytesFromTheStart) {
  const std::variant<Ast, Error> parsed = Parse("'ü' +\n'ü' ? ");
  ASSERT_TRUE(std::holds_alternative<Error>(parsed));
  EXPECT_EQ(std::get<Error>(parsed).offset, 14);
  EXPECT_EQ(std::get<Error>(parsed).line, 2);
  EXPECT_EQ(std::get<Error>(parsed).column, 7);
}

TEST(ParserTest, ReservedWordsMayNameMembers) {
  const Shop shop;
  EXPECT_EQ(shop.CompileError("event.package == event.for"), "none");
}

TEST(ParserTest, DeepNestingIsRefusedWithoutDeepRecursion) {
  const std::string message = absl::StrCat("the expression is nested deeper than ", kNestingMax);
  const Shop shop;
  for (const std::string& text :
       {Repeat("(", 4000), Repeat("[", 4000) + "1", Repeat("{1:", 2000), Repeat("!", 4000) + "true",
        Repeat("-", 4000) + "1", "1" + Repeat("+1", 2000), "event" + Repeat(".a", 2000),
        "event" + Repeat("[0]", 2000), Repeat("true?1:", 1000) + "1", Repeat("size(", 1000),
        "event" + Repeat(".size()", 1000)}) {
    EXPECT_NE(shop.CompileError(text).find(message), std::string::npos)
        << text.substr(0, 20) << ": " << shop.CompileError(text);
  }
}

TEST(ParserTest, LongChainsOfAndOrAreFlat) {
  const Shop shop;
  EXPECT_EQ(shop.Evaluate("true" + Repeat(" && true", 500)), "true");
  EXPECT_EQ(shop.Evaluate("false" + Repeat(" || false", 500)), "false");
}

TEST(ParserTest, WhatTheStandardRequiresFits) {
  const Shop shop;
  EXPECT_EQ(shop.Evaluate(Repeat("(", 32) + "1" + Repeat(")", 32)), "1");
  EXPECT_EQ(shop.Evaluate("1" + Repeat(" + 1", 32)), "33");
  EXPECT_EQ(shop.Evaluate(Repeat("true ? 1 : ", 32) + "2"), "1");
}

TEST(ParserTest, OnlyShortUtf8IsRead) {
  const Shop shop;
  EXPECT_EQ(shop.CompileError("1" + std::string(8192, ' ')),
            "1:1: the expression has 8193 bytes, more than the 8192 allowed");
  EXPECT_EQ(shop.CompileError("'\xff'"), "1:1: the expression is not UTF-8");
  EXPECT_EQ(shop.Evaluate("1" + std::string(8191, ' ')), "1");
}

}  // namespace
}  // namespace usher::cel
