// Messenger's Send API as a server that checks requests as Meta does.

#include "provider/messenger_provider.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/provider/api_fixture.h"
#include "tests/support/node_process.h"

namespace usher::provider {
namespace {

using customer::Channel;
using journey::AttemptResult;
using support::NodeProcess;
using testing::HasSubstr;

constexpr char kFake[] = "tests/support/graph_fake.cjs";

class MessengerTest : public ApiTest {
 protected:
  std::unique_ptr<MessengerProvider> Open(const std::string& url, MessengerSetting setting = {}) {
    setting.url = url;
    setting.page_id = "1029384756";
    return std::make_unique<MessengerProvider>(setting, Client(), Secret("a token"));
  }
  static std::string UrlOf(const NodeProcess& graph) {
    return absl::StrCat("http://127.0.0.1:", graph.port());
  }
  static journey::Message Text(const std::string& to, const std::string& text = "Hi") {
    return MessageTo(Channel::kChat, to, {{"text", text}});
  }
};

TEST_F(MessengerTest, TheMessageArrivesAsAnUpdate) {
  NodeProcess graph(kFake, {"messenger", "v23.0", "1029384756", "a token"});
  journey::Message message = Text("6543210987654321", "Grüße \"😀\"");
  message.content.emplace_back("link", "https://a.test/");
  const auto report = Send(*Open(UrlOf(graph)), message);
  EXPECT_EQ(report.result, AttemptResult::kSent) << report.detail;
  EXPECT_EQ(report.detail, "Messenger message m_AG5Hz2U");
  EXPECT_EQ(graph.Next()["body"],
            R"({"recipient":{"id":"6543210987654321"},"messaging_type":"UPDATE",)"
            R"("message":{"text":"Grüße \"😀\"\nhttps://a.test/"}})");
}

TEST_F(MessengerTest, OnlyTransactionalMessagesAreTagged) {
  NodeProcess graph(kFake, {"messenger", "v24.0", "1029384756", "a token"});
  MessengerSetting setting;
  setting.api_version = "v24.0";
  setting.transactional_tag = "ACCOUNT_UPDATE";
  const auto provider = Open(UrlOf(graph), setting);
  journey::Message message = Text("65432");
  EXPECT_EQ(Send(*provider, message).result, AttemptResult::kSent);
  EXPECT_THAT(graph.Next()["body"], HasSubstr(R"("messaging_type":"UPDATE","message")"));
  message.category = "transactional";
  EXPECT_EQ(Send(*provider, message).result, AttemptResult::kSent);
  EXPECT_THAT(graph.Next()["body"],
              HasSubstr(R"("messaging_type":"MESSAGE_TAG","tag":"ACCOUNT_UPDATE")"));
}

TEST_F(MessengerTest, CodesDecideTheOutcome) {
  struct Case {
    const char* to;
    AttemptResult result;
    bool provider_fault;
  };
  const Case cases[] = {
      {"19990551", AttemptResult::kDeadAddress, false},
      {"19992001", AttemptResult::kDeadAddress, false},
      {"19992278", AttemptResult::kRejected, false},
      {"19990100", AttemptResult::kRejected, false},
      {"19990613", AttemptResult::kThrottled, false},
      {"19991200", AttemptResult::kTemporary, false},
      {"19990002", AttemptResult::kTemporary, true},
      {"19990010", AttemptResult::kTemporary, true},
      {"19990368", AttemptResult::kTemporary, true},
      {"19990599", AttemptResult::kUnknown, true},
  };
  NodeProcess graph(kFake, {"messenger", "v23.0", "1029384756", "a token"});
  const auto provider = Open(UrlOf(graph));
  for (const Case& one : cases) {
    const auto report = Send(*provider, Text(one.to));
    EXPECT_EQ(report.result, one.result) << one.to << " " << report.detail;
    EXPECT_EQ(report.provider_fault, one.provider_fault) << one.to;
  }
  EXPECT_EQ(Send(*provider, Text("19992278")).detail,
            "Messenger 10/2018278 (#10) This message is sent outside of allowed window");
}

TEST_F(MessengerTest, AWrongTokenIsTheProvidersFault) {
  NodeProcess graph(kFake, {"messenger", "v23.0", "1029384756", "another token"});
  const auto report = Send(*Open(UrlOf(graph)), Text("1"));
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
  EXPECT_EQ(report.detail, "Messenger 190 (#190) Invalid OAuth access token");
}

TEST_F(MessengerTest, WhatIsNoIdIsDeadWithoutACall) {
  const auto provider = Open("http://127.0.0.1:1");
  for (const char* address : {"", "ada", "12x", "-1", "123456789012345678901234567890123"}) {
    EXPECT_EQ(Send(*provider, Text(address)).result, AttemptResult::kDeadAddress) << address;
  }
  EXPECT_EQ(Send(*provider, Text("1", "")).result, AttemptResult::kRejected);
}

TEST_F(MessengerTest, StrangersAreNotTrusted) {
  ExpectNoTrustInStrangers(
      [&](const std::string& url, absl::Duration timeout) {
        MessengerSetting setting;
        setting.timeout = timeout;
        return Open(url, setting);
      },
      Text("1"));
}

}  // namespace
}  // namespace usher::provider
