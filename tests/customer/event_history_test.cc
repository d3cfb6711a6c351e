#include "customer/event_history.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::customer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

absl::Time At(int minute) { return absl::UnixEpoch() + absl::Minutes(minute); }

TEST(EventHistoryTest, KeepsValuesBesideTheirTimesInOrderOfTime) {
  Record record;
  NoteEvent("Bought", At(5), {{"total", 500}}, Limits(), &record);
  NoteEvent("Bought", At(1), {{"total", 100}}, Limits(), &record);
  NoteEvent("Bought", At(9), {{"total", 900}}, Limits(), &record);
  ASSERT_EQ(record.histories.size(), 1u);
  EXPECT_THAT(record.histories[0].times, ElementsAre(At(1), At(5), At(9)));
  EXPECT_THAT(record.histories[0].values, ElementsAre(EventValues{"total", {100, 500, 900}}));
}

TEST(EventHistoryTest, AnEventBeforeAPropertyWasSummedCountsAsZero) {
  Record record;
  NoteEvent("Bought", At(1), {}, Limits(), &record);
  EXPECT_THAT(record.histories[0].values, IsEmpty());
  NoteEvent("Bought", At(2), {{"total", 7}}, Limits(), &record);
  EXPECT_THAT(record.histories[0].values, ElementsAre(EventValues{"total", {0, 7}}));
}

TEST(EventHistoryTest, ForgetsWhatNobodySumsAnyMore) {
  Record record;
  NoteEvent("Bought", At(1), {{"items", 1}, {"total", 2}}, Limits(), &record);
  NoteEvent("Bought", At(2), {{"items", 3}}, Limits(), &record);
  EXPECT_THAT(record.histories[0].values, ElementsAre(EventValues{"items", {1, 3}}));
  NoteEvent("Bought", At(3), {}, Limits(), &record);
  EXPECT_THAT(record.histories[0].values, IsEmpty());
}

TEST(EventHistoryTest, DropsTheOldestTimeWithItsValue) {
  Record record;
  const Limits limits{.history_max = 2};
  for (int i = 1; i <= 3; ++i) NoteEvent("Bought", At(i), {{"total", i}}, limits, &record);
  EXPECT_THAT(record.histories[0].times, ElementsAre(At(2), At(3)));
  EXPECT_THAT(record.histories[0].values, ElementsAre(EventValues{"total", {2, 3}}));
}

TEST(EventHistoryTest, TheNameNotHeardOfForLongestMakesRoom) {
  Record record;
  const Limits limits{.histories_max = 2};
  NoteEvent("Old", At(1), {}, limits, &record);
  NoteEvent("New", At(2), {}, limits, &record);
  NoteEvent("Newest", At(3), {}, limits, &record);
  ASSERT_EQ(record.histories.size(), 2u);
  EXPECT_EQ(record.histories[0].name, "New");
  EXPECT_EQ(record.histories[1].name, "Newest");
}

TEST(EventHistoryTest, ValuesNotHeardOfForLongestMakeRoomAndTimesStay) {
  Record record;
  const Limits limits{.summed_max = 2};
  NoteEvent("Old", At(1), {{"a", 1}}, limits, &record);
  NoteEvent("New", At(2), {{"a", 2}}, limits, &record);
  NoteEvent("Newest", At(3), {{"a", 3}, {"b", 4}, {"c", 5}}, limits, &record);
  ASSERT_EQ(record.histories.size(), 3u);
  EXPECT_THAT(record.histories[0].values, IsEmpty());
  EXPECT_THAT(record.histories[0].times, ElementsAre(At(1)));
  EXPECT_THAT(record.histories[1].values, IsEmpty());
  EXPECT_THAT(record.histories[2].values,
              ElementsAre(EventValues{"a", {3}}, EventValues{"b", {4}}));
}

TEST(EventHistoryTest, WhatAVisitorDidIsAddedInOrder) {
  Record record;
  NoteEvent("Bought", At(1), {{"total", 1}}, Limits(), &record);
  NoteEvent("Bought", At(5), {{"total", 5}}, Limits(), &record);
  Record visitor;
  NoteEvent("Bought", At(3), {{"total", 3}, {"items", 30}}, Limits(), &visitor);
  NoteEvent("Seen", At(4), {}, Limits(), &visitor);
  MergeHistories(visitor.histories, Limits(), &record);
  ASSERT_EQ(record.histories.size(), 2u);
  EXPECT_THAT(record.histories[0].times, ElementsAre(At(1), At(3), At(5)));
  EXPECT_THAT(record.histories[0].values,
              ElementsAre(EventValues{"total", {1, 3, 5}}, EventValues{"items", {0, 30, 0}}));
  EXPECT_EQ(record.histories[1].name, "Seen");
}

}  // namespace
}  // namespace usher::customer
