#include "base/nearest.h"

#include "gtest/gtest.h"

namespace usher::base {
namespace {

TEST(NearestTest, FindsSlipsOfTheKeyboard) {
  const std::vector<std::string> names = {"channels", "category", "template", "expire"};
  EXPECT_EQ(Nearest("chanels", names), "channels");
  EXPECT_EQ(Nearest("catgeory", names), "category");
  EXPECT_EQ(Nearest("TEMPLATE", names), "template");
  EXPECT_EQ(Nearest("expires", names), "expire");
}

TEST(NearestTest, DoesNotGuessWildly) {
  EXPECT_EQ(Nearest("colour", {"channels", "category"}), "");
  EXPECT_EQ(Nearest("x", {}), "");
  EXPECT_EQ(Nearest("abc", {"xyz"}), "");
}

TEST(NearestTest, OfTwoEquallyCloseTheFirstIsTaken) {
  EXPECT_EQ(Nearest("bat", {"cat", "hat"}), "cat");
}

}  // namespace
}  // namespace usher::base
