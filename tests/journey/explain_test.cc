// Decisions in words.

#include "journey/explain.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using customer::Decision;
using customer::DecisionKind;

Decision Of(DecisionKind kind, std::string detail = "") {
  Decision decision;
  decision.kind = kind;
  decision.detail = std::move(detail);
  return decision;
}

TEST(ExplainTest, EveryKindHasANameOfItsOwn) {
  std::set<std::string> names;
  for (int kind = 0; kind <= static_cast<int>(DecisionKind::kRetry); ++kind) {
    names.insert(std::string(WhatOf(static_cast<DecisionKind>(kind))));
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(DecisionKind::kRetry) + 1);
}

TEST(ExplainTest, ShowsTheNumbersThatWereSeenInTheGivenZone) {
  absl::TimeZone vienna;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Vienna", &vienna));
  Decision capped = Of(DecisionKind::kCapped, "three-a-week");
  capped.channel = customer::Channel::kSms;
  capped.count = 3;
  capped.limit = 3;
  capped.until = support::At("2026-07-02 09:00:00");
  EXPECT_EQ(WhyOf(capped, vienna),
            "cap three-a-week on sms: 3 of 3 used; allowed again from 2026-07-02 11:00:00 CEST");
  Decision quiet = Of(DecisionKind::kQuiet, "21:00-08:00");
  quiet.channel = customer::Channel::kPush;
  quiet.until = support::At("2026-01-02 07:00:00");
  EXPECT_EQ(WhyOf(quiet, vienna), "quiet hours 21:00-08:00 on push until 2026-01-02 08:00:00 CET");
}

TEST(ExplainTest, SaysHowOftenTheSameRefusalHappened) {
  Decision refused = Of(DecisionKind::kNotEntered, "already in it");
  EXPECT_EQ(WhyOf(refused, absl::UTCTimeZone()), "already in it");
  refused.count = 2;
  EXPECT_EQ(WhyOf(refused, absl::UTCTimeZone()), "already in it (3 times)");
}

TEST(ExplainTest, NamesEventsStepsAndReasons) {
  const auto why = [](DecisionKind kind, std::string detail = "") {
    return WhyOf(Of(kind, std::move(detail)), absl::UTCTimeZone());
  };
  EXPECT_EQ(why(DecisionKind::kWaitOver, "time"), "the time is over");
  EXPECT_EQ(why(DecisionKind::kWaitOver, "Opened"), "\"Opened\" happened");
  EXPECT_EQ(why(DecisionKind::kBranched, "gold"), "to gold");
  EXPECT_EQ(why(DecisionKind::kBranched), "to the end");
  EXPECT_EQ(why(DecisionKind::kSplit, "coupon"), "arm coupon");
  EXPECT_EQ(why(DecisionKind::kOptedOut), "consent was withdrawn");
  EXPECT_EQ(why(DecisionKind::kOptedOut, "no consent was given"), "no consent was given");
  EXPECT_EQ(why(DecisionKind::kFailed, "bad number"), "could not be sent: bad number");
  EXPECT_EQ(why(DecisionKind::kUnknown), "may have been sent; counts as sent");
  EXPECT_EQ(why(DecisionKind::kEnded, "completed"), "completed");
  EXPECT_EQ(why(DecisionKind::kMerged, "v1"), "took over the history of visitor v1");
}

TEST(ExplainTest, ARetrySaysWhen) {
  Decision retry = Of(DecisionKind::kRetry, "busy");
  retry.until = support::At("2026-03-02 09:00:30");
  EXPECT_EQ(WhyOf(retry, absl::UTCTimeZone()),
            "failed for now: busy; tried again at 2026-03-02 09:00:30 UTC");
  retry.count = 2;
  EXPECT_EQ(WhyOf(retry, absl::UTCTimeZone()),
            "failed for now: busy (3 times); tried again at 2026-03-02 09:00:30 UTC");
}

}  // namespace
}  // namespace usher::journey
