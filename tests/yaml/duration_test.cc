#include "yaml/duration.h"

#include "gtest/gtest.h"

namespace usher::yaml {
namespace {

TEST(DurationTest, UnitsAddUpFromLargeToSmall) {
  const struct {
    const char* text;
    absl::Duration expected;
  } cases[] = {
      {"0s", absl::ZeroDuration()},
      {"90s", absl::Seconds(90)},
      {"3600s", absl::Hours(1)},
      {"1h30m", absl::Minutes(90)},
      {"2d", absl::Hours(48)},
      {"1w2d", absl::Hours(216)},
      {"250ms", absl::Milliseconds(250)},
      {"1m500ms", absl::Milliseconds(60500)},
      {"1.5h", absl::Minutes(90)},
      {"0.001s", absl::Milliseconds(1)},
      {"-1h30m", -absl::Minutes(90)},
      {"315576000000s", absl::Seconds(315'576'000'000)},
  };
  for (const auto& c : cases) {
    const auto duration = ParseDuration(c.text);
    ASSERT_TRUE(duration.ok()) << c.text << ": " << duration.status();
    EXPECT_EQ(*duration, c.expected) << c.text;
  }
}

TEST(DurationTest, OtherFormsAreRefusedNamingTheAcceptedOne) {
  for (const char* text : {"", "-", "30", "h", "30m1h", "1h1h", "5 m", " 5m", "1y", "1H", "--1h",
                           "1.h", ".5h", "1.2.3h", "1h-2m", "P1D", "1h30"}) {
    const auto duration = ParseDuration(text);
    ASSERT_FALSE(duration.ok()) << text;
    EXPECT_TRUE(absl::IsInvalidArgument(duration.status())) << text;
    EXPECT_NE(duration.status().message().find("1h30m"), absl::string_view::npos) << text;
  }
}

TEST(DurationTest, MoreThanTenThousandYearsIsOutOfRange) {
  EXPECT_TRUE(absl::IsOutOfRange(ParseDuration("315576000001s").status()));
  EXPECT_TRUE(absl::IsOutOfRange(ParseDuration("-99999999999999999999999999w").status()));
}

}  // namespace
}  // namespace usher::yaml
