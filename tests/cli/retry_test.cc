#include "cli/retry.h"

#include <algorithm>

#include "gtest/gtest.h"

#include "tests/support/fake_gateway.h"
#include "tests/support/fake_timing.h"

namespace usher::cli {
namespace {

const grpc::Status kAway(grpc::StatusCode::UNAVAILABLE, "away");

TEST(RetryTest, AGatewayThatEndsInTheMiddleOfACallIsWorthAnotherAttempt) {
  EXPECT_TRUE(IsRetryable(grpc::StatusCode::UNAVAILABLE));
  EXPECT_TRUE(IsRetryable(grpc::StatusCode::CANCELLED));
  EXPECT_FALSE(IsRetryable(grpc::StatusCode::INVALID_ARGUMENT));
  EXPECT_FALSE(IsRetryable(grpc::StatusCode::ALREADY_EXISTS));
}

TEST(RetryTest, WaitsLongerWithEachAttemptWithinBounds) {
  testing::FakeTiming timing;
  Retry retry(absl::Hours(1), &timing);
  for (int attempt = 1; attempt <= 10; ++attempt) EXPECT_TRUE(retry.WaitAfter(kAway, attempt));
  const auto sleeps = timing.sleeps();
  absl::Duration bound = absl::Milliseconds(100);
  for (const absl::Duration sleep : sleeps) {
    EXPECT_GE(sleep, bound / 2);
    EXPECT_LE(sleep, bound);
    bound = std::min(2 * bound, absl::Seconds(5));
  }
  EXPECT_EQ(retry.retries(), 10u);
}

TEST(RetryTest, WaitsAtLeastAsLongAsTheGatewayAsks) {
  testing::FakeTiming timing;
  Retry retry(absl::Hours(1), &timing);
  EXPECT_TRUE(retry.WaitAfter(
      testing::RefusalWithRetryInfo(grpc::StatusCode::RESOURCE_EXHAUSTED, absl::Seconds(7)), 1));
  EXPECT_GE(timing.sleeps().at(0), absl::Seconds(7));
}

TEST(RetryTest, EndsWhenNothingSucceedsForTooLong) {
  testing::FakeTiming timing;
  const absl::Time start = timing.Now();
  Retry retry(absl::Seconds(60), &timing);
  int attempt = 1;
  while (retry.WaitAfter(kAway, attempt)) ++attempt;
  EXPECT_EQ(timing.Now() - start, absl::Seconds(60));
}

TEST(RetryTest, ASuccessRenewsThePatience) {
  testing::FakeTiming timing;
  Retry retry(absl::Seconds(60), &timing);
  EXPECT_TRUE(retry.WaitAfter(kAway, 1));
  timing.Sleep(absl::Seconds(50));
  retry.OnSuccess();
  timing.Sleep(absl::Seconds(50));
  EXPECT_TRUE(retry.WaitAfter(kAway, 1));
}

TEST(RetryTest, DoesNotRepeatWhatFailsForGood) {
  testing::FakeTiming timing;
  Retry retry(absl::Seconds(60), &timing);
  int calls = 0;
  const auto status = retry.Run([&] {
    ++calls;
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "none");
  });
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace usher::cli
