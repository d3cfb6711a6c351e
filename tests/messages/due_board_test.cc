#include "messages/due_board.h"

#include "gtest/gtest.h"

namespace usher::messages {
namespace {

const absl::Time kNoon = absl::FromUnixSeconds(43'200);

TEST(DueBoardTest, KeepsTheEarliestOfEachShard) {
  DueBoard board(2);
  board.Lower(0, kNoon + absl::Hours(1));
  board.Lower(0, kNoon);
  board.Lower(0, kNoon + absl::Hours(2));
  EXPECT_FALSE(board.IsDue(0, kNoon - absl::Milliseconds(1)));
  EXPECT_TRUE(board.IsDue(0, kNoon));
  EXPECT_FALSE(board.IsDue(1, kNoon + absl::Hours(9)));
  EXPECT_EQ(board.shards(), 2);
}

TEST(DueBoardTest, TakingClearsAnEntry) {
  DueBoard board(1);
  EXPECT_EQ(board.Take(0), absl::InfiniteFuture());
  board.Lower(0, kNoon);
  EXPECT_EQ(board.Take(0), kNoon);
  EXPECT_FALSE(board.IsDue(0, kNoon + absl::Hours(9)));
}

TEST(DueBoardTest, NeverIsNoEntry) {
  DueBoard board(1);
  board.Lower(0, absl::InfiniteFuture());
  EXPECT_FALSE(board.IsDue(0, kNoon));
}

TEST(DueBoardTest, CallsOnceWhenSomethingIsDueBeforeTheAlarm) {
  DueBoard board(2);
  int calls = 0;
  board.OnAlarm([&] { ++calls; });
  board.Lower(0, kNoon);
  EXPECT_EQ(calls, 0);
  board.SetAlarm(board.Earliest());
  board.Lower(1, kNoon);
  EXPECT_EQ(calls, 0);
  board.Lower(1, kNoon - absl::Milliseconds(1));
  board.Lower(0, kNoon - absl::Milliseconds(2));
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace usher::messages
