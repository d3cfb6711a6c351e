#include "yaml/core_schema.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"

namespace usher::yaml {
namespace {

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

TEST(CoreSchemaTest, OnlyTrueAndFalseAreBooleans) {
  EXPECT_EQ(CoreBool("true"), true);
  EXPECT_EQ(CoreBool("False"), false);
  for (const char* text : {"yes", "no", "n", "on", "off", "tRUE", "1", ""}) {
    EXPECT_EQ(CoreBool(text), std::nullopt) << text;
  }
}

TEST(CoreSchemaTest, NothingAndPlainNullAreNull) {
  for (const char* text : {"", "~", "null", "Null", "NULL"}) {
    Node node;
    node.text = text;
    EXPECT_TRUE(IsNull(node)) << text;
    node.style = ScalarStyle::kDoubleQuoted;
    EXPECT_FALSE(IsNull(node)) << text;
  }
  Node list;
  list.kind = Node::Kind::kSequence;
  EXPECT_FALSE(IsNull(list));
}

TEST(CoreSchemaTest, NumbersAreRecognisedByTheirShape) {
  for (const char* text : {"0", "-12", "+3", "007", "0x1F", "0o17"}) {
    EXPECT_TRUE(IsCoreInt(text)) << text;
  }
  for (const char* text : {"", "-", "1_000", "0x", "0xG", "0o8", "1.0", "-0x1", "1 "}) {
    EXPECT_FALSE(IsCoreInt(text)) << text;
  }
  for (const char* text : {"1", "1.", ".5", "-1.5e3", "1E-2", ".inf", "-.INF", ".nan"}) {
    EXPECT_TRUE(IsCoreFloat(text)) << text;
  }
  for (const char* text : {"", ".", "e3", "1e", "inf", "nan", "-.nan", "1.2.3", "0x1p3", " 1"}) {
    EXPECT_FALSE(IsCoreFloat(text)) << text;
  }
}

TEST(CoreSchemaTest, WholeNumbersKeepTheirBounds) {
  EXPECT_EQ(*ParseInt("9223372036854775807", kMin, kMax), kMax);
  EXPECT_EQ(*ParseInt("-9223372036854775808", kMin, kMax), kMin);
  EXPECT_EQ(*ParseInt("0x1F", kMin, kMax), 31);
  EXPECT_EQ(*ParseInt("0o17", kMin, kMax), 15);
  EXPECT_EQ(*ParseInt("1e6", kMin, kMax), 1'000'000);
  EXPECT_EQ(*ParseInt("-5.0", kMin, kMax), -5);
  EXPECT_TRUE(absl::IsOutOfRange(ParseInt("9223372036854775808", kMin, kMax).status()));
  EXPECT_TRUE(absl::IsOutOfRange(ParseInt("-9223372036854775809", kMin, kMax).status()));
  EXPECT_TRUE(absl::IsOutOfRange(ParseInt("1e300", kMin, kMax).status()));
  EXPECT_TRUE(absl::IsOutOfRange(ParseInt("128", -128, 127).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ParseInt("1.5", kMin, kMax).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ParseInt("ten", kMin, kMax).status()));
  EXPECT_EQ(*ParseUint("18446744073709551615", std::numeric_limits<std::uint64_t>::max()),
            std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(*ParseUint("-0", 10), 0U);
  EXPECT_TRUE(absl::IsOutOfRange(ParseUint("-1", 10).status()));
}

TEST(CoreSchemaTest, FloatsReadInfinityButNotOverflow) {
  const double max = std::numeric_limits<double>::max();
  EXPECT_EQ(*ParseDouble("1.10", max), 1.1);
  EXPECT_EQ(*ParseDouble("0x10", max), 16);
  EXPECT_TRUE(std::isnan(*ParseDouble(".nan", max)));
  EXPECT_TRUE(absl::IsOutOfRange(ParseDouble("1e999", max).status()));
  EXPECT_TRUE(absl::IsOutOfRange(
      ParseDouble("1e39", static_cast<double>(std::numeric_limits<float>::max())).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ParseDouble("many", max).status()));
  EXPECT_EQ(*ParseDouble("-.inf", max), -std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace usher::yaml
