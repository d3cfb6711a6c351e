#include "provider/log_provider.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "provider/log_line.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using journey::Message;

struct LogProviderTest : testing::Test {
  LogProviderTest() : path(testing::TempDir() + "log_provider_test.jsonl") {
    std::remove(path.c_str());
  }
  LogProviderTest(const LogProviderTest&) = delete;
  LogProviderTest& operator=(const LogProviderTest&) = delete;
  ~LogProviderTest() override { std::remove(path.c_str()); }

  std::unique_ptr<LogProvider> Open() {
    auto provider = LogProvider::Open(path);
    EXPECT_TRUE(provider.ok()) << provider.status();
    return *std::move(provider);
  }
  static AttemptResult Send(LogProvider& provider, std::uint64_t id) {
    Message message;
    message.send_id = id;
    message.attempt = 1;
    message.customer = base::CustomerId::Known("ada");
    message.channel = customer::Channel::kPush;
    AttemptResult result = AttemptResult::kRejected;
    provider.Send(message, [&](const messages::AttemptReport& report) { result = report.result; });
    return result;
  }
  std::string Text() const {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  std::size_t Lines() const {
    const std::string text = Text();
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }
  void Append(const std::string& text) { std::ofstream(path, std::ios::app) << text; }

  const std::string path;
};

TEST_F(LogProviderTest, WritesAMessageOnce) {
  const auto provider = Open();
  EXPECT_EQ(Send(*provider, 1), AttemptResult::kSent);
  EXPECT_EQ(Send(*provider, 1), AttemptResult::kSent);
  EXPECT_EQ(Send(*provider, 2), AttemptResult::kSent);
  EXPECT_EQ(Lines(), 2u);
}

TEST_F(LogProviderTest, KnowsAfterARestartWhatItWrote) {
  const std::uint64_t instance = Open()->instance();
  Send(*Open(), 1);
  const auto provider = Open();
  EXPECT_EQ(provider->instance(), instance);
  EXPECT_EQ(Send(*provider, 1), AttemptResult::kSent);
  EXPECT_EQ(Lines(), 1u);
  EXPECT_EQ(provider->FindFate(1, instance).result, AttemptResult::kSent);
  EXPECT_EQ(provider->FindFate(2, instance).result, AttemptResult::kNotStarted);
  EXPECT_EQ(provider->FindFate(2, instance + 1).result, AttemptResult::kUnknown);
}

TEST_F(LogProviderTest, KnowsWhatAnotherGatewayWroteToTheSameFileSince) {
  const auto one = Open();
  const auto other = Open();
  ASSERT_EQ(one->instance(), other->instance());
  Send(*other, 1);
  EXPECT_EQ(one->FindFate(1, one->instance()).result, AttemptResult::kSent);
  Send(*other, 2);
  EXPECT_EQ(Send(*one, 2), AttemptResult::kSent);
  EXPECT_EQ(Lines(), 2u);
}

TEST_F(LogProviderTest, CutsAnUnfinishedLastLineAndMakesThatAttemptAgain) {
  Send(*Open(), 1);
  const std::string whole = Text();
  Append(R"({"send_id":"0000000000000002","attempt":1,"cust)");
  const auto provider = Open();
  EXPECT_EQ(Text(), whole);
  EXPECT_EQ(provider->FindFate(2, provider->instance()).result, AttemptResult::kNotStarted);
  Send(*provider, 2);
  EXPECT_EQ(Lines(), 2u);
}

TEST_F(LogProviderTest, OtherLinesInTheFileAreLeftAlone) {
  Append("not a message\n");
  const auto provider = Open();
  Send(*provider, 1);
  EXPECT_EQ(Lines(), 2u);
  EXPECT_THAT(Text(), testing::StartsWith("not a message\n"));
}

TEST_F(LogProviderTest, AFileThatCannotBeOpenedIsAnError) {
  EXPECT_THAT(std::string(LogProvider::Open("/nowhere/at/all").status().message()),
              testing::HasSubstr("/nowhere/at/all"));
}

TEST(LogLineTest, IsJsonThatBeginsWithTheSendId) {
  Message message;
  message.send_id = 0xab;
  message.attempt = 2;
  message.customer = base::CustomerId::Anonymous("v\"1");
  message.channel = customer::Channel::kInApp;
  message.category = "news";
  message.content = {{"text", "a\nb"}, {"link", ""}};
  message.journey = "j";
  message.step = "s";
  message.at = absl::FromUnixMillis(1'700'000'000'123);
  const std::string line = LogLine(message);
  EXPECT_EQ(SendIdOfLine(line), 0xabu);
  EXPECT_EQ(line.back(), '\n');
  const auto value = base::ParseJson(line);
  ASSERT_TRUE(value.ok()) << value.status();
  EXPECT_EQ(*value->Find("anonymous_id")->as_string(), "v\"1");
  EXPECT_EQ(value->Find("customer_id"), nullptr);
  EXPECT_EQ(*value->Find("content")->Find("text")->as_string(), "a\nb");
  EXPECT_EQ(*value->Find("time")->as_string(), "2023-11-14T22:13:20.123Z");
  EXPECT_EQ(value->Find("key"), nullptr);
  EXPECT_EQ(value->Find("more_addresses"), nullptr);
}

TEST(LogLineTest, NamesAllAddresses) {
  Message message;
  message.address = "new";
  message.more_addresses = {"old\"", "older"};
  const auto value = base::ParseJson(LogLine(message));
  ASSERT_TRUE(value.ok()) << value.status();
  EXPECT_EQ(*value->Find("address")->as_string(), "new");
  EXPECT_EQ(base::ToJson(*value->Find("more_addresses")), R"(["old\"","older"])");
}

TEST(LogLineTest, OtherTextsHaveNoSendId) {
  for (const char* line : {"", "{}", "{\"send_id\":\"xyz\"}", "{\"send_id\":1}"}) {
    EXPECT_FALSE(SendIdOfLine(line).has_value()) << line;
  }
}

}  // namespace
}  // namespace usher::provider
