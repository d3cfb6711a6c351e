// Long messages from telephones, put together from parts that come in any order, twice, or never.

#include "provider/smpp_parts.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace usher::provider {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr SmppMoment kStart{std::chrono::hours(1)};

class SmppPartsTest : public testing::Test {
 protected:
  SmppParts::Added Add(const std::string& text, SmppPart part, SmppMoment now = kStart,
                       int coding = 0) {
    SmppDeliver deliver;
    deliver.from.digits = from_;
    deliver.to = "80800";
    deliver.text = text;
    deliver.data_coding = coding;
    return parts_.Add(deliver, part, now);
  }

  std::string from_ = "4366";
  SmppPartBounds bounds_{.messages_max = 4, .bytes_max = 1000};
  SmppParts parts_{bounds_};
};

TEST_F(SmppPartsTest, JoinsWhateverTheOrder) {
  EXPECT_FALSE(Add("c", {7, 3, 3}).whole);
  EXPECT_FALSE(Add("a", {7, 3, 1}).whole);
  const auto whole = Add("b", {7, 3, 2}).whole;
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->text, "abc");
  EXPECT_EQ(whole->from, "4366");
  EXPECT_EQ(whole->missing, 0U);
  EXPECT_EQ(whole->identity.size(), 32U);
  EXPECT_EQ(parts_.Settle(whole->number, true, kStart), 0U);
}

TEST_F(SmppPartsTest, KeepsTelephonesAndReferencesApart) {
  Add("a", {7, 2, 1});
  EXPECT_FALSE(Add("b", {8, 2, 2}).whole);
  EXPECT_FALSE(Add("b", {7, 3, 2}).whole);
  from_ = "4367";
  EXPECT_FALSE(Add("b", {7, 2, 2}).whole);
}

TEST_F(SmppPartsTest, ACharacterMayBeCutBetweenParts) {
  Add(absl::HexStringToBytes("0041d83d"), {7, 2, 1}, kStart, 8);
  EXPECT_EQ(Add(absl::HexStringToBytes("de000042"), {7, 2, 2}, kStart, 8).whole->text, "A😀B");
  Add("A", {8, 2, 1}, kStart, 0);
  EXPECT_EQ(Add(absl::HexStringToBytes("04210422"), {8, 2, 2}, kStart, 8).whole->text, "AСТ");
}

TEST_F(SmppPartsTest, ARepeatedPartChangesNothing) {
  Add("a", {7, 2, 1});
  EXPECT_FALSE(Add("a", {7, 2, 1}).whole);
  const auto whole = Add("b", {7, 2, 2}).whole;
  ASSERT_TRUE(whole);
  // It could not be taken, so the centre delivers its last part again.
  parts_.Settle(whole->number, false, kStart);
  const auto again = Add("b", {7, 2, 2}).whole;
  ASSERT_TRUE(again);
  EXPECT_EQ(again->identity, whole->identity);
  EXPECT_EQ(again->text, "ab");
  parts_.Settle(again->number, true, kStart);
  EXPECT_FALSE(Add("b", {7, 2, 2}).whole);
  EXPECT_FALSE(Add("a", {7, 2, 1}).whole);
  EXPECT_TRUE(parts_.TakeDue(kStart + minutes(5)).empty());
  EXPECT_EQ(parts_.NextTime(), kStart + bounds_.remember);
  EXPECT_TRUE(parts_.TakeDue(kStart + bounds_.remember).empty());
  EXPECT_EQ(parts_.NextTime(), SmppMoment::max());
}

TEST_F(SmppPartsTest, AReferenceThatComesAnewIsAnotherMessage) {
  Add("a", {7, 2, 1});
  const auto added = Add("A", {7, 2, 1});
  ASSERT_EQ(added.displaced.size(), 1U);
  EXPECT_EQ(added.displaced[0].text, "a[...]");
  EXPECT_EQ(added.displaced[0].missing, 1U);
  const auto whole = Add("B", {7, 2, 2}).whole;
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->text, "AB");
  parts_.Settle(whole->number, true, kStart);
  EXPECT_TRUE(Add("x", {7, 2, 1}).displaced.empty());
  EXPECT_EQ(Add("y", {7, 2, 2}).whole->text, "xy");
}

TEST_F(SmppPartsTest, WhatIsThereIsGivenWhenItsTimeIsOver) {
  Add("b", {7, 5, 2});
  Add("d", {7, 5, 4}, kStart + minutes(1));
  EXPECT_EQ(parts_.NextTime(), kStart + bounds_.wait);
  EXPECT_TRUE(parts_.TakeDue(kStart + bounds_.wait - seconds(1)).empty());
  const auto due = parts_.TakeDue(kStart + bounds_.wait);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].text, "[...]b[...]d[...]");
  EXPECT_EQ(due[0].missing, 3U);
  EXPECT_TRUE(parts_.TakeDue(kStart + minutes(50)).empty()) << "it is under way";
  // It becomes due again until it is too old.
  EXPECT_EQ(parts_.Settle(due[0].number, false, kStart + minutes(50)), 0U);
  EXPECT_EQ(parts_.NextTime(), kStart + minutes(50) + bounds_.retry);
  EXPECT_EQ(parts_.TakeDue(kStart + minutes(55)).at(0).identity, due[0].identity);
  EXPECT_EQ(parts_.Settle(due[0].number, false, kStart + minutes(60)), 2U);
  EXPECT_EQ(parts_.NextTime(), SmppMoment::max());
}

TEST_F(SmppPartsTest, BeyondItsBoundsTheOldestGoFirst) {
  for (std::uint64_t series = 1; series <= 4; ++series) {
    EXPECT_TRUE(Add("a", {series, 2, 1}).displaced.empty());
  }
  const auto fifth = Add("e", {5, 2, 1});
  ASSERT_EQ(fifth.displaced.size(), 1U);
  EXPECT_EQ(parts_.Settle(fifth.displaced[0].number, true, kStart), 0U);
  EXPECT_FALSE(Add("b", {1, 2, 2}).whole) << "its first part is gone";
  EXPECT_TRUE(Add("b", {5, 2, 2}).whole);
}

TEST_F(SmppPartsTest, ThereIsAnEndToWhatIsUnderWay) {
  std::size_t given = 0;
  std::size_t dropped = 0;
  for (std::uint64_t series = 1; series <= 100; ++series) {
    given += Add("a", {series, 2, 1}).displaced.size();
    dropped += parts_.TakeDropped();
  }
  EXPECT_EQ(given, 96U);
  EXPECT_EQ(dropped, 92U);
  // One that is large makes room for itself.
  Add(std::string(5000, 'a'), {200, 2, 1});
  EXPECT_EQ(parts_.TakeDropped(), 8U);
  const auto whole = Add("b", {200, 2, 2}).whole;
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->text, std::string(4096, 'a'));
}

TEST_F(SmppPartsTest, WhatIsNoTextInAnyPartIsNone) {
  Add("a", {7, 3, 1}, kStart, 4);
  EXPECT_EQ(parts_.TakeAll().at(0).text, "");
}

TEST_F(SmppPartsTest, AllAreGivenAtTheEnd) {
  Add("a", {7, 2, 1});
  Add("a", {8, 2, 1});
  parts_.Settle(Add("b", {8, 2, 2}).whole->number, true, kStart);
  const auto all = parts_.TakeAll();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].text, "a[...]");
}

}  // namespace
}  // namespace usher::provider
