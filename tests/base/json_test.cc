#include "base/json.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::base {
namespace {

Value Parsed(absl::string_view text) {
  const auto value = ParseJson(text);
  EXPECT_TRUE(value.ok()) << text << ": " << value.status();
  return value.ok() ? *value : Value();
}

TEST(JsonTest, WritesWhatItRead) {
  for (const char* text : {"null", "true", "[]", "{}", "-1", "0.1", "1e+300", "\"\"",
                           "[1,[2,{\"a\":null}]]", "{\"b\":1,\"a\":2}", "9223372036854775807",
                           "\"gr\xC3\xBC\xC3\x9F \\\"x\\\" \\\\ \\n\"", "\"\\u0000\\u001f\""}) {
    EXPECT_EQ(ToJson(Parsed(text)), text);
  }
}

TEST(JsonTest, IntegersThatFitStayIntegers) {
  EXPECT_EQ(*Parsed("-9223372036854775808").as_int(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(*Parsed("9223372036854775808").as_double(), 9223372036854775808.0);
  EXPECT_EQ(*Parsed("1.0").as_double(), 1.0);
}

TEST(JsonTest, TheLaterOfTwoMembersWins) {
  EXPECT_EQ(ToJson(Parsed(R"({"a":1,"b":2,"a":3})")), R"({"a":3,"b":2})");
}

TEST(JsonTest, SaysWhatIsWrong) {
  const auto why = [](absl::string_view text, const JsonLimits& limits = {}) {
    const auto value = ParseJson(text, limits);
    EXPECT_EQ(value.status().code(), absl::StatusCode::kInvalidArgument) << text;
    return std::string(value.status().message());
  };
  EXPECT_THAT(why(""), testing::HasSubstr("empty"));
  EXPECT_THAT(why("{"), testing::HasSubstr("not valid JSON"));
  EXPECT_THAT(why("{} {}"), testing::HasSubstr("not valid JSON"));
  EXPECT_THAT(why("\"\xff\""), testing::HasSubstr("UTF-8"));
  EXPECT_THAT(why("[1]", {.bytes_max = 2, .depth_max = 32}),
              testing::HasSubstr("3 bytes; at most 2"));
}

TEST(JsonTest, BothLimitsAreInclusive) {
  EXPECT_TRUE(ParseJson("[1]", {.bytes_max = 3, .depth_max = 32}).ok());
  const auto nested = [](int depth) {
    return absl::StrCat(std::string(static_cast<std::size_t>(depth), '['), "1",
                        std::string(static_cast<std::size_t>(depth), ']'));
  };
  EXPECT_TRUE(ParseJson(nested(32)).ok());
  EXPECT_FALSE(ParseJson(nested(33)).ok());
}

TEST(JsonTest, CheckingAnObjectFindsWhatParsingFinds) {
  EXPECT_TRUE(CheckJsonObject(R"({"a": [1, {"b": null}]})").ok());
  for (const absl::string_view text : {"", "{", "{\"a\": }", "{\"a\": \"\xC3\"}", "{} {}"}) {
    EXPECT_EQ(CheckJsonObject(text), ParseJson(text).status()) << text;
    EXPECT_FALSE(CheckJsonObject(text).ok()) << text;
  }
  EXPECT_FALSE(CheckJsonObject("[1]").ok());
  EXPECT_FALSE(CheckJsonObject(R"({"a": 1})", {.bytes_max = 7, .depth_max = 32}).ok());
  EXPECT_FALSE(CheckJsonObject(R"({"a": [1]})", {.bytes_max = 100, .depth_max = 1}).ok());
}

TEST(JsonTest, WhatJsonCannotExpressIsNull) {
  EXPECT_EQ(ToJson(Value(std::nan(""))), "null");
  EXPECT_EQ(ToJson(Value(std::numeric_limits<double>::infinity())), "null");
}

TEST(JsonTest, BytesThatAreNotUtf8AreReplacedOneByOne) {
  const auto text = [](absl::string_view bytes) {
    std::string out;
    AppendJsonString(bytes, &out);
    return out;
  };
  EXPECT_EQ(text("a\xC3"), "\"a\xEF\xBF\xBD\"");
  // Overlong, surrogate, beyond U+10FFFF.
  EXPECT_EQ(text("\xC0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
  EXPECT_EQ(text("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
  EXPECT_EQ(text("\xF4\x90\x80\x80").size(), 2 + 4 * 3u);
  EXPECT_EQ(text("\xF0\x9F\x98\x80"), "\"\xF0\x9F\x98\x80\"");
}

}  // namespace
}  // namespace usher::base
