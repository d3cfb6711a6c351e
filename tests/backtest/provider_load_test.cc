#include "backtest/provider_load.h"

#include <vector>

#include "gtest/gtest.h"

namespace usher::backtest {
namespace {

constexpr std::int64_t kHour = 3'600'000;

TEST(ProviderLoadTest, FindsTheFullestHour) {
  const std::vector<std::int64_t> sent = {kHour - 1, kHour, 2 * kHour - 1, 2 * kHour, 5 * kHour};
  const ProviderLoad load = LoadOf(sent, 0);
  EXPECT_EQ(load.messages, 5);
  EXPECT_EQ(absl::ToUnixMillis(load.busiest_hour), kHour);
  EXPECT_EQ(load.in_busiest_hour, 2);
}

TEST(ProviderLoadTest, TakesTheFirstOfEquallyFullHours) {
  const ProviderLoad load = LoadOf(std::vector<std::int64_t>{kHour, 3 * kHour}, 0);
  EXPECT_EQ(absl::ToUnixMillis(load.busiest_hour), kHour);
}

TEST(ProviderLoadTest, CountsTheFullestSecond) {
  EXPECT_EQ(LoadOf(std::vector<std::int64_t>{999, 1000, 1500, 1999, 2000}, 0).in_busiest_second, 3);
}

TEST(ProviderLoadTest, QueuesWhatIsBeyondTheRate) {
  // Ten at once at two a second: the last starts after four and a half seconds.
  const ProviderLoad load = LoadOf(std::vector<std::int64_t>(10, kHour), 2);
  EXPECT_EQ(load.longest_delay, absl::Milliseconds(4500));
  EXPECT_EQ(absl::ToUnixMillis(load.longest_delay_at), kHour);
  EXPECT_EQ(load.delayed, 7);  // all but those after 0, 0.5 and 1 s
}

TEST(ProviderLoadTest, DelaysNothingWithinTheRate) {
  std::vector<std::int64_t> sent;
  for (std::int64_t i = 0; i < 100; ++i) sent.push_back(kHour + i * 500);
  const ProviderLoad load = LoadOf(sent, 2);
  EXPECT_EQ(load.longest_delay, absl::ZeroDuration());
  EXPECT_EQ(load.delayed, 0);
}

TEST(ProviderLoadTest, IsEmptyWithoutMessages) {
  const ProviderLoad load = LoadOf({}, 2);
  EXPECT_EQ(load.messages, 0);
  EXPECT_EQ(load.in_busiest_hour, 0);
}

}  // namespace
}  // namespace usher::backtest
