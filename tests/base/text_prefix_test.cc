#include "base/text_prefix.h"

#include "gtest/gtest.h"

namespace usher::base {
namespace {

TEST(TextPrefixTest, LeavesShortTextsAlone) {
  EXPECT_EQ(TextPrefix("", 0), "");
  EXPECT_EQ(TextPrefix("abc", 3), "abc");
}

TEST(TextPrefixTest, CutsNoCharacter) {
  EXPECT_EQ(TextPrefix("abcd", 3), "abc");
  EXPECT_EQ(TextPrefix("aü", 2), "a");
  EXPECT_EQ(TextPrefix("aüb", 3), "aü");
  EXPECT_EQ(TextPrefix("a😀", 4), "a");
  EXPECT_EQ(TextPrefix("😀", 3), "");
}

}  // namespace
}  // namespace usher::base
