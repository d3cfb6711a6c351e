#include "customer/absorb.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::customer {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

SeenEvent Seen(std::uint64_t id_hash, int seconds) {
  return {id_hash, 0, 0, absl::FromUnixSeconds(seconds)};
}

TEST(AbsorbTest, RemembersTheVisitorsEventsInTheOrderOfArrival) {
  Record customer;
  customer.seen = {Seen(1, 10), Seen(3, 30)};
  Record visitor;
  visitor.seen = {Seen(2, 20), Seen(4, 30), Seen(5, 50)};
  WantMerge("v", Limits(), &customer);
  ASSERT_TRUE(Absorb("v", visitor, Limits(), &customer));
  EXPECT_THAT(customer.seen,
              ElementsAre(Field(&SeenEvent::id_hash, 1), Field(&SeenEvent::id_hash, 2),
                          Field(&SeenEvent::id_hash, 3), Field(&SeenEvent::id_hash, 4),
                          Field(&SeenEvent::id_hash, 5)));
  EXPECT_FALSE(customer.forgot_events);
}

TEST(AbsorbTest, KnowsThatTheVisitorForgotEvents) {
  Record customer;
  Record visitor;
  visitor.forgot_events = true;
  WantMerge("v", Limits(), &customer);
  ASSERT_TRUE(Absorb("v", visitor, Limits(), &customer));
  EXPECT_TRUE(customer.forgot_events);
}

TEST(AbsorbTest, HappensOnce) {
  Record customer;
  Record visitor;
  visitor.seen = {Seen(1, 10)};
  WantMerge("v", Limits(), &customer);
  ASSERT_TRUE(Absorb("v", visitor, Limits(), &customer));
  WantMerge("v", Limits(), &customer);
  EXPECT_FALSE(Absorb("v", visitor, Limits(), &customer));
  EXPECT_EQ(customer.seen.size(), 1u);
}

}  // namespace
}  // namespace usher::customer
