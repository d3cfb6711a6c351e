#include "customer/seen_events.h"

#include <gtest/gtest.h>

namespace usher::customer {
namespace {

TEST(SeenEventsTest, CountsThoseThatLeftTheFront) {
  SeenEvents seen = {{1, 10}, {2, 20}, {3, 30}};
  EXPECT_EQ(seen.dropped(), 0u);
  seen.DropOldest(2);
  seen.Add({4, 40});
  EXPECT_EQ(seen.dropped(), 2u);
  EXPECT_EQ(seen, (SeenEvents{{3, 30}, {4, 40}}));
}

TEST(SeenEventsTest, AfterAMergeNothingIsWhereItWas) {
  SeenEvents seen = {{1, 10}, {2, 30}};
  seen.Merge({{3, 20}, {4, 30}});
  EXPECT_EQ(seen, (SeenEvents{{1, 10}, {3, 20}, {2, 30}, {4, 30}}));
  EXPECT_EQ(seen.dropped(), 2u);
}

TEST(SeenEventsTest, ForgettingAllCountsThemAsGone) {
  SeenEvents seen = {{1, 10}, {2, 30}};
  seen.DropOldest(1);
  const SeenEvents emptied = seen.Emptied();
  EXPECT_TRUE(emptied.empty());
  EXPECT_EQ(emptied.dropped(), 2u);
}

TEST(SeenEventsTest, TheSameEventsAreEqualHoweverTheyCame) {
  SeenEvents seen = {{1, 10}, {2, 20}};
  seen.DropOldest(1);
  EXPECT_EQ(seen, (SeenEvents{{2, 20}}));
}

TEST(SeenEventsTest, SetsTheResultOfTheLastOne) {
  SeenEvents seen = {{1, 10}, {2, 20}};
  seen.SetRunsEntered(3);
  EXPECT_EQ(seen[0].runs_entered, 0);
  EXPECT_EQ(seen[1].runs_entered, 3);
}

}  // namespace
}  // namespace usher::customer
