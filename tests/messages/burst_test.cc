#include "messages/burst.h"

#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::messages {
namespace {

using testing::ElementsAre;

TEST(BurstTest, DoesAtItsEndWhatWasLeftInOrder) {
  std::vector<int> done;
  {
    const Burst burst;
    EXPECT_TRUE(Burst::AtEnd([&] { done.push_back(1); }));
    EXPECT_TRUE(Burst::AtEnd([&] { done.push_back(2); }));
    EXPECT_THAT(done, ElementsAre());
  }
  EXPECT_THAT(done, ElementsAre(1, 2));
}

TEST(BurstTest, OneWithinAnotherEndsWithIt) {
  std::vector<int> done;
  {
    const Burst outer;
    {
      const Burst inner;
      Burst::AtEnd([&] { done.push_back(1); });
    }
    EXPECT_THAT(done, ElementsAre());
  }
  EXPECT_THAT(done, ElementsAre(1));
}

TEST(BurstTest, LeavesNothingWhereThereIsNone) {
  const auto refuses = [] { return !Burst::AtEnd([] { FAIL(); }); };
  EXPECT_TRUE(refuses());
  bool elsewhere = false;
  {
    const Burst burst;
    std::thread([&] { elsewhere = refuses(); }).join();
    // What is left at the end has no burst any more.
    Burst::AtEnd([&] { EXPECT_TRUE(refuses()); });
  }
  EXPECT_TRUE(elsewhere);
}

}  // namespace
}  // namespace usher::messages
