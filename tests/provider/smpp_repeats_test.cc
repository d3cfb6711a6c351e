// What a centre delivers again, and what people write again.

#include "provider/smpp_repeats.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace usher::provider {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr SmppMoment kStart{std::chrono::hours(1)};
const absl::Time kNoon = absl::FromUnixSeconds(43'200);

class SmppRepeatsTest : public testing::Test {
 protected:
  // Which message it is: the second of its calendar time, and its number.
  std::string Hear(std::uint64_t content, SmppMoment now, std::uint64_t session = 1) {
    const SmppRepeats::Place place =
        repeats_.Hear("4366", content, session, now, kNoon + absl::FromChrono(now - kStart));
    return absl::StrCat(absl::ToInt64Seconds(place.first_at - kNoon), "/", place.number);
  }
  SmppRepeats repeats_{2};
};

TEST_F(SmppRepeatsTest, UntilTheCentreHeardThatItWasTakenItIsTheSame) {
  EXPECT_EQ(Hear(1, kStart), "0/0");
  EXPECT_EQ(Hear(1, kStart + minutes(5)), "0/0") << "it was not taken";
  repeats_.Taken("4366", 1, kStart + minutes(5) + seconds(6));
  EXPECT_EQ(Hear(1, kStart + minutes(6)), "0/0") << "the answer came too late for some centres";
  repeats_.Taken("4366", 1, kStart + minutes(6));
  EXPECT_EQ(Hear(1, kStart + minutes(7), 2), "0/0") << "the answer may have gone with its session";
  repeats_.Taken("4366", 1, kStart + minutes(7));
  EXPECT_EQ(Hear(1, kStart + minutes(8), 2), "480/1") << "written again";
}

TEST_F(SmppRepeatsTest, WhatComesAfterAnotherMessageWasWrittenAgain) {
  EXPECT_EQ(Hear(1, kStart), "0/0");
  EXPECT_EQ(Hear(2, kStart + seconds(1)), "1/0");
  EXPECT_EQ(Hear(1, kStart + seconds(2)), "2/1");
  repeats_.Taken("4366", 2, kStart + seconds(2));
  EXPECT_EQ(Hear(1, kStart + seconds(3)), "2/1") << "another was taken";
}

TEST_F(SmppRepeatsTest, AfterTenMinutesItIsAnother) {
  EXPECT_EQ(Hear(1, kStart), "0/0");
  EXPECT_EQ(Hear(1, kStart + minutes(10)), "0/0");
  EXPECT_EQ(Hear(1, kStart + minutes(20) + seconds(1)), "1201/0");
}

TEST_F(SmppRepeatsTest, TheOldestTelephoneIsForgotten) {
  EXPECT_EQ(Hear(1, kStart), "0/0");
  repeats_.Hear("4367", 1, 1, kStart, kNoon);
  EXPECT_EQ(Hear(1, kStart + seconds(1)), "0/0");
  repeats_.Hear("4368", 1, 1, kStart, kNoon);
  EXPECT_EQ(Hear(1, kStart + seconds(2)), "2/0");
  for (std::uint64_t content = 0; content < 1000; ++content) Hear(content, kStart + seconds(3));
  EXPECT_EQ(Hear(999, kStart + seconds(4)), "3/0");
}

}  // namespace
}  // namespace usher::provider
