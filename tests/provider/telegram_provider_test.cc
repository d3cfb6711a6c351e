// Telegram's Bot API as a server that checks requests as Telegram does.

#include "provider/telegram_provider.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "tests/provider/api_fixture.h"
#include "tests/support/node_process.h"

namespace usher::provider {
namespace {

using customer::Channel;
using journey::AttemptResult;
using support::NodeProcess;
using testing::HasSubstr;
using testing::Not;

constexpr char kToken[] = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11";

class TelegramTest : public ApiTest {
 protected:
  std::unique_ptr<TelegramProvider> Open(const std::string& url, TelegramSetting setting = {}) {
    setting.url = url;
    return std::make_unique<TelegramProvider>(setting, Client(), Secret(kToken));
  }
  static std::string UrlOf(const NodeProcess& telegram) {
    return absl::StrCat("http://127.0.0.1:", telegram.port());
  }
  static journey::Message Text(const std::string& chat, const std::string& text = "Hi",
                               const std::string& link = "") {
    return MessageTo(Channel::kChat, chat, {{"text", text}, {"link", link}});
  }
};

TEST_F(TelegramTest, TheMessageArrivesAsPlainText) {
  NodeProcess telegram("tests/support/telegram_fake.cjs", {kToken});
  const std::string text = "Grüße *_[😀]_* <b>&amp;</b> \"\\\n";
  const auto report =
      Send(*Open(UrlOf(telegram)), Text("7012345678", text, "https://a.test/?b=c&d"));
  EXPECT_EQ(report.result, AttemptResult::kSent) << report.detail;
  EXPECT_EQ(report.detail, "Telegram message 42");
  auto got = telegram.Next();
  EXPECT_EQ(got["chat_type"], "number");
  EXPECT_EQ(got["text"], text + "\nhttps://a.test/?b=c&d");
  EXPECT_THAT(got["body"], Not(HasSubstr("disable_notification")));
}

TEST_F(TelegramTest, ChannelsHaveNamesAndSettingsGoAlong) {
  NodeProcess telegram("tests/support/telegram_fake.cjs", {kToken});
  TelegramSetting setting;
  setting.silent = true;
  setting.link_preview = false;
  EXPECT_EQ(Send(*Open(UrlOf(telegram), setting), Text("@example_shop")).result,
            AttemptResult::kSent);
  EXPECT_EQ(telegram.Next()["body"],
            R"({"chat_id":"@example_shop","text":"Hi","disable_notification":true,)"
            R"("link_preview_options":{"is_disabled":true}})");
}

TEST_F(TelegramTest, AnswersDecideTheOutcome) {
  struct Case {
    const char* chat;
    AttemptResult result;
    bool provider_fault;
  };
  const Case cases[] = {
      {"4291", AttemptResult::kThrottled, false},    {"4031", AttemptResult::kDeadAddress, false},
      {"4041", AttemptResult::kDeadAddress, false},  {"4011", AttemptResult::kDeadAddress, false},
      {"-1001", AttemptResult::kDeadAddress, false}, {"5001", AttemptResult::kUnknown, true},
  };
  NodeProcess telegram("tests/support/telegram_fake.cjs", {kToken});
  const auto provider = Open(UrlOf(telegram));
  for (const Case& one : cases) {
    const auto report = Send(*provider, Text(one.chat));
    EXPECT_EQ(report.result, one.result) << one.chat << " " << report.detail;
    EXPECT_EQ(report.provider_fault, one.provider_fault) << one.chat;
  }
  EXPECT_EQ(Send(*provider, Text("4291")).retry_after, absl::Seconds(7));
  EXPECT_EQ(Send(*provider, Text("4031")).detail,
            "Telegram 403 Forbidden: bot was blocked by the user");
  const auto too_long = Send(*provider, Text("1", std::string(4097, 'a')));
  EXPECT_EQ(too_long.result, AttemptResult::kRejected);
  EXPECT_FALSE(too_long.provider_fault);
}

TEST_F(TelegramTest, AWrongTokenIsTheProvidersFaultAndIsNotShown) {
  NodeProcess telegram("tests/support/telegram_fake.cjs", {"another"});
  const auto report = Send(*Open(UrlOf(telegram)), Text("1"));
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
  EXPECT_EQ(report.detail, "Telegram 401 Unauthorized");
}

TEST_F(TelegramTest, ATokenThatBecameAnotherTextIsNotSent) {
  TelegramProvider provider({}, Client(), Secret("1:../../" + std::string(30, 'a')));
  const auto report = Send(provider, Text("1"));
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
  EXPECT_THAT(report.detail, HasSubstr("is no bot's token"));
  EXPECT_THAT(report.detail, Not(HasSubstr("aaa")));
}

TEST_F(TelegramTest, WhatIsNoChatIsDeadWithoutACall) {
  const auto provider = Open("http://127.0.0.1:1");
  for (const char* address : {"", "0", "ada", "@", "@a/b", "12x", "@a\"", "1e5"}) {
    EXPECT_EQ(Send(*provider, Text(address)).result, AttemptResult::kDeadAddress) << address;
  }
  EXPECT_EQ(Send(*provider, Text("1", "")).result, AttemptResult::kRejected);
}

TEST_F(TelegramTest, StrangersAreNotTrusted) {
  ExpectNoTrustInStrangers(
      [&](const std::string& url, absl::Duration timeout) {
        TelegramSetting setting;
        setting.timeout = timeout;
        return Open(url, setting);
      },
      Text("1"));
}

TEST(TelegramTokenTest, NothingElseGetsIntoTheUrl) {
  EXPECT_TRUE(IsTelegramToken(kToken));
  for (const char* text :
       {"", ":", "123456:", "123456:short", "a:ABC-DEF1234ghIkl-zyx57W2v1u123ew11",
        "123456:ABC/DEF1234ghIkl-zyx57W2v1u123ew11", "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew1?",
        "123456ABCDEF"}) {
    EXPECT_FALSE(IsTelegramToken(text)) << text;
  }
}

}  // namespace
}  // namespace usher::provider
