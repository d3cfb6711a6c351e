#include "gtest/gtest.h"

#include "tests/support/liquid.h"

namespace usher::liquid {
namespace {

using support::RenderLiquid;

std::string Repeat(absl::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) absl::StrAppend(&out, text);
  return out;
}

TEST(LimitsTest, NestingIsBoundedWhenCompiling) {
  const auto nested = [](int depth) {
    return Repeat("{% if true %}", depth) + "x" + Repeat("{% endif %}", depth);
  };
  EXPECT_EQ(RenderLiquid(nested(32)), "x");
  EXPECT_EQ(RenderLiquid(nested(33)), "compile 1:417: blocks are nested deeper than 32");
  EXPECT_EQ(RenderLiquid("{{ " + Repeat("a[", 10'000)).substr(0, 7), "compile");
  EXPECT_EQ(RenderLiquid("{{ " + Repeat("a[", 10'000) + " }}"),
            "compile 1:69: brackets are nested too deeply");
  EXPECT_EQ(RenderLiquid("{{ " + Repeat("(", 10'000) + " }}"),
            "compile 1:36: brackets are nested too deeply");
  EXPECT_EQ(RenderLiquid("{% if a" + Repeat(" or a", 10'000) + " %}{% endif %}"), "");
}

TEST(LimitsTest, TheTemplateIsBounded) {
  EXPECT_EQ(RenderLiquid(Repeat("x", 256 * 1024 + 1)),
            "compile 1:1: the template has 262145 bytes; at most 262144 are allowed");
}

TEST(LimitsTest, TheMessageIsBounded) {
  RenderOptions options;
  options.output_bytes_max = 10;
  EXPECT_EQ(RenderLiquid("0123456789", "{}", options), "0123456789");
  EXPECT_EQ(RenderLiquid("0123456789{{ 1 }}", "{}", options),
            "render line 1, column 11: the message has more than 10 bytes");
  EXPECT_EQ(RenderLiquid("{% for i in (1..50) %}{{ i }}{% endfor %}", "{}", options),
            "render line 1, column 23: the message has more than 10 bytes");
}

TEST(LimitsTest, VariablesAreBounded) {
  std::string text;
  for (int i = 0; i < 256; ++i) absl::StrAppend(&text, "{% assign v", i, " = 1 %}");
  EXPECT_EQ(RenderLiquid(text), "");
  EXPECT_EQ(RenderLiquid(text + "{% assign v0 = 2 %}{{ v0 }}"), "2");
  EXPECT_EQ(RenderLiquid(text + "{% assign more = 1 %}"),
            "render line 1, column 5267: the template sets more than 256 variables");
}

TEST(LimitsTest, WorkIsBounded) {
  const auto too_much = [](int column) {
    return absl::StrCat("render line 1, column ", column,
                        ": the template takes more than 100000 steps");
  };
  EXPECT_EQ(RenderLiquid("{% for i in (1..100000000000) %}{% endfor %}"), too_much(1));
  EXPECT_EQ(
      RenderLiquid("{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}"),
      too_much(25));
  EXPECT_EQ(RenderLiquid("{% for i in (-9223372036854775807..9223372036854775807) %}{% endfor %}"),
            too_much(1));
  EXPECT_EQ(RenderLiquid("{% assign l = (1..100000000000) | reverse %}"), too_much(1));
  EXPECT_EQ(RenderLiquid("{% assign a = '0123456789abcdef' %}{% for i in (1..60) %}"
                         "{% assign a = a | append: a %}{% endfor %}"),
            too_much(58));
  EXPECT_EQ(RenderLiquid("{% assign a = 'aaaaaaaa' %}{% for i in (1..10) %}"
                         "{% assign a = a | replace: 'a', a %}{% endfor %}"),
            too_much(50));
  EXPECT_EQ(RenderLiquid("{% assign a = 'a b c d e f g h' | split: ' ' %}{% for i in (1..60) %}"
                         "{% assign a = a | concat: a %}{% endfor %}"),
            too_much(70));
}

}  // namespace
}  // namespace usher::liquid
