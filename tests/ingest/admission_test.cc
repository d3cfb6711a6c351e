#include "ingest/admission.h"

#include "gtest/gtest.h"

namespace usher::ingest {
namespace {

TEST(AdmissionTest, GivesNoMoreCreditsThanItHas) {
  Admission admission(10);
  EXPECT_TRUE(admission.TryTake(7));
  EXPECT_FALSE(admission.TryTake(4));
  EXPECT_TRUE(admission.TryTake(3));
  admission.Give(1);
  EXPECT_TRUE(admission.TryTake(1));
  EXPECT_FALSE(admission.TryTake(1));
}

TEST(AdmissionTest, StreamsShareHalfOfTheCredits) {
  Admission admission(1000);
  EXPECT_EQ(admission.StreamWindow(), 500);
  for (int i = 0; i < 4; ++i) admission.EnterStream();
  EXPECT_EQ(admission.StreamWindow(), 125);
  admission.LeaveStream();
  admission.LeaveStream();
  EXPECT_EQ(admission.StreamWindow(), 250);
  for (int i = 0; i < 10'000; ++i) admission.EnterStream();
  EXPECT_EQ(admission.StreamWindow(), 1);
  EXPECT_EQ(Admission(1'000'000).StreamWindow(), 1024);
}

}  // namespace
}  // namespace usher::ingest
