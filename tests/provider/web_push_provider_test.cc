// Web Push to a service that checks tokens and reads messages with other implementations.

#include "provider/web_push_provider.h"

#include <atomic>
#include <cstdlib>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"

#include "base/json.h"
#include "tests/provider/push_fixture.h"
#include "tests/support/scripted_server.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;
using support::NodeProcess;
using testing::HasSubstr;

constexpr char kKey[] = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
constexpr char kPublicKey[] =
    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
constexpr char kBrowserKeys[] =
    R"({"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
"auth":"BTBZMqHH6r4Tts7J_aSIgg"})";

std::string Subscription(const std::string& endpoint, const std::string& keys) {
  return absl::StrCat(R"({"endpoint":")", endpoint, R"(","expirationTime":null,"keys":)", keys,
                      "}");
}

class WebPushTest : public PushFixture {
 protected:
  WebPushTest() {
    setting_.subject = "mailto:push@shop.example.test";
    setting_.services = {"localhost"};
    Open();
  }

  void Open(const std::string& key = kKey) {
    auto file = VapidKeyFile::Open(Write("key", key), ReadVapidKey);
    ASSERT_TRUE(file.ok()) << file.status();
    provider_ = std::make_unique<WebPushProvider>(setting_, Client(), *std::move(file),
                                                  [] { return absl::Now(); });
  }
  NodeProcess Service(const std::string& key = kPublicKey) const {
    return NodeProcess("tests/support/push_service.cjs", {own_.certificate, own_.key, key});
  }
  AttemptReport Send(const std::string& address, journey::Message message = SomePush()) {
    message.address = address;
    return SendBy(*provider_, message);
  }
  static std::string AddressAt(const NodeProcess& service, const std::string& path) {
    return Subscription(absl::StrCat("https://localhost:", service.port(), path),
                        service.First("keys"));
  }

  WebPushSetting setting_;
  std::unique_ptr<WebPushProvider> provider_;
};

TEST_F(WebPushTest, OnlyTheBrowserReadsTheMessage) {
  NodeProcess service = Service();
  EXPECT_EQ(Send(AddressAt(service, "/201")).result, AttemptResult::kSent);
  auto seen = service.Next();
  EXPECT_EQ(seen["fault"], "");
  EXPECT_EQ(seen["ttl"], "3600");
  EXPECT_EQ(seen["urgency"], "high");
  EXPECT_EQ(seen["topic"].size(), 32U);
  EXPECT_EQ(seen["subject"], "mailto:push@shop.example.test");
  const auto text = base::ParseJson(seen["text"]);
  ASSERT_TRUE(text.ok()) << seen["text"];
  EXPECT_EQ(*text->Find("web_push")->as_int(), 8030);
  const base::Value& notification = *text->Find("notification");
  EXPECT_EQ(*notification.Find("title")->as_string(), "Still there: \"Grüße\"");
  EXPECT_EQ(*notification.Find("body")->as_string(), "Blue mug");
  EXPECT_EQ(*notification.Find("navigate")->as_string(), "https://shop.example.test/cart");
  EXPECT_EQ(*notification.Find("tag")->as_string(), seen["topic"]);
  const base::Value& data = *notification.Find("data");
  EXPECT_EQ(*data.Find("code")->as_string(), "SAVE10");
  EXPECT_EQ(*data.Find("send_id")->as_string(), "abcdef0123456789");
}

TEST_F(WebPushTest, MessagesGoOverOneConnectionWithOneTokenAndFreshSalt) {
  NodeProcess service = Service();
  std::set<std::string> tokens;
  std::set<std::string> salts;
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(Send(AddressAt(service, "/201")).result, AttemptResult::kSent);
    auto seen = service.Next();
    EXPECT_EQ(seen["fault"], "");
    EXPECT_EQ(seen["http"], "2.0");
    EXPECT_EQ(seen["connections"], "1");
    tokens.insert(seen["token"]);
    salts.insert(seen["salt"]);
  }
  EXPECT_EQ(tokens.size(), 1U);
  EXPECT_EQ(salts.size(), 10U);
}

TEST_F(WebPushTest, AttemptsOfOneMessageShareATopicAndAuthorsMayNameAnother) {
  NodeProcess service = Service();
  const auto topic = [&](const journey::Message& message) {
    Send(AddressAt(service, "/201"), message);
    return service.Next()["topic"];
  };
  journey::Message message = SomePush();
  const std::string first = topic(message);
  message.attempt = 2;
  EXPECT_EQ(topic(message), first);
  message.send_id = 7;
  EXPECT_NE(topic(message), first);
  message.content.emplace_back("collapse_key", "cart of Ada Müller, " + std::string(100, 'x'));
  const std::string named = topic(message);
  message.send_id = 8;
  EXPECT_EQ(topic(message), named);
}

TEST_F(WebPushTest, TheServiceKeepsAMessageUntilItExpiresAndFourWeeksAtMost) {
  NodeProcess service = Service();
  const auto ttl = [&](absl::Duration left) {
    journey::Message message = SomePush();
    message.expire_at = message.at + left;
    Send(AddressAt(service, "/201"), message);
    return service.Next()["ttl"];
  };
  EXPECT_EQ(ttl(absl::Milliseconds(1999)), "1");
  EXPECT_EQ(ttl(absl::Seconds(-5)), "0");
  EXPECT_EQ(ttl(absl::Hours(24 * 90)), "2419200");
  EXPECT_EQ(ttl(absl::InfiniteDuration()), "2419200");
}

TEST_F(WebPushTest, DataAloneShowNothing) {
  NodeProcess service = Service();
  journey::Message message = SomePush();
  message.content = {{"data.code", "SAVE10"}};
  Send(AddressAt(service, "/201"), message);
  EXPECT_EQ(service.Next()["text"], R"({"data":{"code":"SAVE10","send_id":"abcdef0123456789"}})");
}

TEST_F(WebPushTest, AKeyThatIsExchangedSignsFromThenOn) {
  ASSERT_EQ(std::system(("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out " +
                         folder_ + "/new.pem 2>/dev/null")
                            .c_str()),
            0);
  NodeProcess old_service = Service();
  NodeProcess any_service = Service("");
  EXPECT_EQ(Send(AddressAt(old_service, "/201")).result, AttemptResult::kSent);
  std::filesystem::rename(folder_ + "/new.pem", folder_ + "/key");
  EXPECT_EQ(Send(AddressAt(old_service, "/201")).result, AttemptResult::kRejected);
  EXPECT_EQ(Send(AddressAt(any_service, "/201")).result, AttemptResult::kSent);
  EXPECT_EQ(any_service.Next()["fault"], "");
  Write("key", "no key");
  EXPECT_EQ(Send(AddressAt(any_service, "/201")).result, AttemptResult::kSent);
}

TEST_F(WebPushTest, NormalPriorityLetsTheDeviceSleep) {
  setting_.urgent = false;
  Open();
  NodeProcess service = Service();
  Send(AddressAt(service, "/201"));
  EXPECT_EQ(service.Next()["urgency"], "normal");
}

TEST_F(WebPushTest, AnswersDecideTheOutcome) {
  struct Case {
    const char* path;
    AttemptResult result;
    bool provider_fault;
  };
  const Case cases[] = {
      {"/201", AttemptResult::kSent, false},        {"/200", AttemptResult::kSent, false},
      {"/202", AttemptResult::kSent, false},        {"/404", AttemptResult::kDeadAddress, false},
      {"/410", AttemptResult::kDeadAddress, false}, {"/429/7", AttemptResult::kThrottled, false},
      {"/406", AttemptResult::kThrottled, false},   {"/503/7", AttemptResult::kThrottled, false},
      {"/503", AttemptResult::kTemporary, true},    {"/500", AttemptResult::kTemporary, true},
      {"/401", AttemptResult::kTemporary, true},    {"/307", AttemptResult::kTemporary, true},
      {"/502", AttemptResult::kUnknown, true},      {"/504", AttemptResult::kUnknown, true},
      {"/400", AttemptResult::kRejected, false},    {"/403", AttemptResult::kRejected, false},
      {"/413", AttemptResult::kRejected, false},
  };
  NodeProcess service = Service();
  for (const Case& one : cases) {
    const AttemptReport report = Send(AddressAt(service, one.path));
    EXPECT_EQ(report.result, one.result) << one.path;
    EXPECT_EQ(report.provider_fault, one.provider_fault) << one.path;
  }
  EXPECT_EQ(Send(AddressAt(service, "/429/7")).retry_after, absl::Seconds(7));
  EXPECT_EQ(Send(AddressAt(service, "/413")).detail,
            R"(HTTP 413 {"code":413,"message":"as asked for"})");
}

TEST_F(WebPushTest, WhatIsNoSubscriptionIsADeadAddress) {
  for (const std::string& address :
       {std::string("a-token"), Subscription("http://localhost/", kBrowserKeys),
        Subscription("https://localhost/", R"({"p256dh":"AAAA","auth":"AAAA"})")}) {
    const AttemptReport report = Send(address);
    EXPECT_EQ(report.result, AttemptResult::kDeadAddress) << address;
    EXPECT_FALSE(report.provider_fault);
  }
}

TEST_F(WebPushTest, NothingGoesToServicesThatAreNotNamed) {
  std::atomic<int> visits = 0;
  support::ScriptedServer stranger([&](support::ServedConnection&) { ++visits; });
  const AttemptReport report =
      Send(Subscription(absl::StrCat("https://127.0.0.1:", stranger.port(), "/"), kBrowserKeys));
  EXPECT_EQ(report.result, AttemptResult::kRejected);
  EXPECT_EQ(report.detail, "the push service 127.0.0.1 is none of services");
  EXPECT_EQ(visits, 0);
}

TEST_F(WebPushTest, WhatIsTooLongIsNotSent) {
  journey::Message message = SomePush();
  message.content.emplace_back("data.long", std::string(4000, 'x'));
  const AttemptReport report = Send(Subscription("https://localhost/", kBrowserKeys), message);
  EXPECT_EQ(report.result, AttemptResult::kRejected);
  EXPECT_THAT(report.detail, HasSubstr("Web Push takes at most 3993"));
}

TEST_F(WebPushTest, AServiceThatSpeaksNoTlsGotNothing) {
  support::ScriptedServer plain([](support::ServedConnection& connection) {
    connection.Write("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
    connection.AwaitClose();
  });
  const AttemptReport report =
      Send(Subscription(absl::StrCat("https://localhost:", plain.port(), "/"), kBrowserKeys));
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
}

}  // namespace
}  // namespace usher::provider
