#include "yaml/path.h"

#include "gtest/gtest.h"

namespace usher::yaml {
namespace {

TEST(PathTest, FieldsItemsAndKeysAreJoinedAsValidationWritesThem) {
  const std::string step = ItemPath(FieldPath("", "steps"), 3);
  EXPECT_EQ(FieldPath(FieldPath(step, "branch"), "when"), "steps[3].branch.when");
  EXPECT_EQ(FieldPath(KeyPath("templates", "cart-reminder"), "title"),
            "templates[\"cart-reminder\"].title");
  EXPECT_EQ(KeyPath("a", "q\"\\"), "a[\"q\\\"\\\\\"]");
}

TEST(PathTest, ParentDropsTheLastStep) {
  EXPECT_EQ(ParentPath("steps[3].when"), "steps[3]");
  EXPECT_EQ(ParentPath("steps[3]"), "steps");
  EXPECT_EQ(ParentPath("steps"), "");
  EXPECT_EQ(ParentPath(""), "");
}

TEST(PathTest, DotsAndBracketsInsideQuotedKeysAreNoSteps) {
  const std::string entry = KeyPath("templates", "a.b[0]\"].c");
  EXPECT_EQ(ParentPath(entry), "templates");
  EXPECT_EQ(ParentPath(FieldPath(entry, "title")), entry);
}

}  // namespace
}  // namespace usher::yaml
