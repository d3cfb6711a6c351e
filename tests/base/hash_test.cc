#include "base/hash.h"

#include "gtest/gtest.h"

#include "base/ids.h"
#include "base/shard.h"

namespace usher::base {
namespace {

std::string Hex(const Digest& digest) { return ToHex({digest.data(), digest.size()}); }

// Published vectors of XXH3 for an empty input with seed 0.
TEST(HashTest, IsXxh3) {
  EXPECT_EQ(Hash64(""), 0x2D06800538D394C2U);
  EXPECT_EQ(Hex(Hash128("")), "99aa06d3014798d86001c324468d497f");
}

// Stored data depend on these values: they must never change.
TEST(HashTest, FieldsAreTheirLengthsAndTheirBytes) {
  const std::string joined("\2\0\0\0ab\1\0\0\0c", 11);
  EXPECT_EQ(HashFields({"ab", "c"}), Hash64(joined));
  EXPECT_EQ(DigestFields({"ab", "c"}), Hash128(joined));
  EXPECT_NE(HashFields({"ab", "c"}), HashFields({"a", "bc"}));
  EXPECT_NE(HashFields({"ab"}), HashFields({"ab", ""}));
}

TEST(HashTest, HexIsLowerCase) { EXPECT_EQ(ToHex("\x01\xAB\xFF"), "01abff"); }

TEST(ShardTest, SpreadsCustomersOverAllShards) {
  constexpr int kShards = 16;
  std::vector<int> customers(kShards);
  for (int i = 0; i < 1600; ++i) {
    const int shard = ShardOf(CustomerId::Known("customer-" + std::to_string(i)), kShards);
    ASSERT_GE(shard, 0);
    ASSERT_LT(shard, kShards);
    ++customers[static_cast<std::size_t>(shard)];
  }
  for (const int count : customers) EXPECT_GT(count, 50);
}

TEST(CustomerIdTest, VisitorsAndCustomersAreDifferentPeople) {
  const auto customer = CustomerId::Known("ada");
  const auto visitor = CustomerId::Anonymous("ada");
  EXPECT_NE(customer, visitor);
  EXPECT_EQ(customer.key(), "c:ada");
  EXPECT_EQ(visitor.key(), "a:ada");
  EXPECT_TRUE(visitor.anonymous());
  EXPECT_EQ(visitor.name(), "ada");
  EXPECT_EQ(CustomerId::FromKey("a:ada"), visitor);
  EXPECT_EQ(CustomerId::FromKey("c:a:ada"), CustomerId::Known("a:ada"));
  EXPECT_EQ(CustomerId::FromKey("ada"), customer);
  EXPECT_EQ(CustomerId::FromKey("x:y"), CustomerId::Known("x:y"));
  EXPECT_EQ(CustomerId::FromKey(CustomerId::Address("f00").key()), CustomerId::Address("f00"));
}

}  // namespace
}  // namespace usher::base
