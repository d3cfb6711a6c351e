// What an address remembers of the messages that went there.

#include "journey/reserve.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::Channel;
using support::JourneyWalk;

class ReserveTest : public testing::Test {
 protected:
  ReserveTest() {
    address_.customer = base::CustomerId::Address("f00");
    address_.record = customer::Record();
    channel::Cap cap;
    cap.name = "sms";
    cap.per = absl::Hours(1);
    cap.per_address = true;
    address_.policy.caps = {cap};
  }

  // Whether an attempt whose outcome is known in a minute may be made.
  bool Reserve(std::uint64_t attempt) {
    ReserveInput input;
    input.attempt_id = attempt;
    input.channel = Channel::kSms;
    input.category = "marketing";
    input.until = address_.now + absl::Minutes(1);
    const InputResult result = address_.Give(input);
    EXPECT_NE(result.verdict, nullptr);
    return result.verdict != nullptr && result.verdict->granted();
  }

  JourneyWalk address_;
};

TEST_F(ReserveTest, ThereIsRoomForAsManyAsTheCapAllows) {
  EXPECT_TRUE(Reserve(1));
  EXPECT_FALSE(Reserve(2));
  EXPECT_TRUE(Reserve(1)) << "the same attempt does not stand against itself";
  EXPECT_EQ(address_.record.contacts.size(), 1U);
}

TEST_F(ReserveTest, WhatDefinitelyFailedIsGivenBack) {
  EXPECT_TRUE(Reserve(1));
  address_.Give(SettleInput{1, /*taken=*/false});
  EXPECT_TRUE(Reserve(2));
}

TEST_F(ReserveTest, WhatWasTakenCountsFromThenOn) {
  EXPECT_TRUE(Reserve(1));
  address_.Pass(absl::Seconds(10));
  address_.Give(SettleInput{1, /*taken=*/true});
  address_.Pass(absl::Hours(1) - absl::Milliseconds(1));
  EXPECT_FALSE(Reserve(2));
  address_.Pass(absl::Milliseconds(1));
  EXPECT_TRUE(Reserve(2));
}

TEST_F(ReserveTest, WhatNobodySettlesCountsAsTakenAtTheLastMoment) {
  EXPECT_TRUE(Reserve(1));
  address_.Pass(absl::Minutes(61) - absl::Milliseconds(1));
  EXPECT_FALSE(Reserve(2));
  address_.Pass(absl::Milliseconds(1));
  EXPECT_TRUE(Reserve(2));
}

TEST_F(ReserveTest, AnUnheardOfAttemptIsSettledWithoutAWord) {
  address_.Give(SettleInput{7, /*taken=*/true});
  EXPECT_TRUE(address_.record.contacts.empty());
}

}  // namespace
}  // namespace usher::journey
