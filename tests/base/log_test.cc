#include "base/log.h"

#include <algorithm>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/json.h"

namespace usher::base {
namespace {

std::string Logged(LogLevel level) {
  testing::internal::CaptureStderr();
  Log(level, "store_away", {{"shard", "3"}, {"why", "a \"quoted\" %v {} reason"}});
  return testing::internal::GetCapturedStderr();
}

TEST(LogTest, ALineIsJsonWithTimeLevelEventAndFields) {
  const std::string line = Logged(LogLevel::kWarn);
  ASSERT_EQ(std::count(line.begin(), line.end(), '\n'), 1) << line;
  const auto value = ParseJson(line);
  ASSERT_TRUE(value.ok()) << line << value.status();
  EXPECT_EQ(*value->Find("event")->as_string(), "store_away");
  EXPECT_EQ(*value->Find("shard")->as_string(), "3");
  EXPECT_EQ(*value->Find("why")->as_string(), "a \"quoted\" %v {} reason");
  ASSERT_NE(value->Find("time")->as_string(), nullptr);
  EXPECT_THAT(*value->Find("time")->as_string(), testing::EndsWith("Z"));
  EXPECT_THAT(*value->Find("level")->as_string(), testing::StartsWith("warn"));
}

TEST(LogTest, LinesBelowTheLevelAreDropped) {
  EXPECT_EQ(Logged(LogLevel::kDebug), "");
  SetLogLevel(LogLevel::kError);
  EXPECT_EQ(Logged(LogLevel::kWarn), "");
  EXPECT_NE(Logged(LogLevel::kError), "");
  SetLogLevel(LogLevel::kInfo);
}

}  // namespace
}  // namespace usher::base
