// Notifications to a service that checks tokens and messages as FCM does.

#include "provider/fcm_provider.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"

#include "base/json.h"
#include "provider/fcm_message.h"
#include "tests/provider/push_fixture.h"
#include "tests/provider/service_account_text.h"
#include "tests/support/scripted_server.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;
using support::NodeProcess;
using testing::HasSubstr;

class FcmTest : public PushFixture {
 protected:
  FcmTest() { MakeRsaKeys(folder_); }

  // `path` is what tokens are asked for at.
  void Connect(const NodeProcess& service, const std::string& path = "/token") {
    const std::string url = absl::StrCat("https://localhost:", service.port());
    Open(url, url + path);
  }
  void Open(const std::string& url, const std::string& token_uri) {
    setting_.url = url;
    auto file = ServiceAccountFile::Open(
        Write("account.json", ServiceAccountText(folder_, token_uri)), ReadServiceAccount);
    ASSERT_TRUE(file.ok()) << file.status();
    provider_ = std::make_unique<FcmProvider>(setting_, Client(), *std::move(file),
                                              [] { return absl::Now(); });
  }
  NodeProcess Service() const {
    return NodeProcess("tests/support/fcm_service.cjs",
                       {own_.certificate, own_.key, folder_ + "/public.pem"});
  }
  AttemptReport Send(const std::string& device, journey::Message message = SomePush()) {
    message.address = device;
    return SendBy(*provider_, message);
  }

  FcmSetting setting_;
  std::unique_ptr<FcmProvider> provider_;
};

TEST_F(FcmTest, SignsInOnceAndSendsToTheProject) {
  NodeProcess service = Service();
  Connect(service);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Send("device-1").result, AttemptResult::kSent);
  auto token = service.Next();
  EXPECT_EQ(token["what"], "token");
  EXPECT_EQ(token["fault"], "");
  for (int i = 0; i < 5; ++i) {
    auto seen = service.Next();
    EXPECT_EQ(seen["what"], "message");
    EXPECT_EQ(seen["fault"], "");
    EXPECT_EQ(seen["http"], "2.0");
    EXPECT_EQ(seen["path"], "/v1/projects/example-shop/messages:send");
    EXPECT_EQ(seen["bearer"], "Bearer ya29.c.1");
  }
}

TEST_F(FcmTest, TheMessageFitsPhonesOfBothKindsAndBrowsers) {
  const std::string text = FcmMessage(PushMessageOf(SomePush()), "device-1", /*urgent=*/true,
                                      absl::FromUnixSeconds(1'800'000'000));
  const std::string id = PushMessageOf(SomePush()).collapse_id;
  EXPECT_EQ(
      text,
      absl::StrCat(
          R"({"message":{"token":"device-1","data":{"code":"SAVE10","send_id":"abcdef0123456789",)",
          R"("deep_link":"https://shop.example.test/cart"},)",
          R"("notification":{"title":"Still there: \"Grüße\"","body":"Blue mug"},)",
          R"("android":{"priority":"HIGH","ttl":"3600s","notification":{"tag":")", id, R"("}},)",
          R"("apns":{"headers":{"apns-priority":"10","apns-expiration":"1800003600",)",
          R"("apns-collapse-id":")", id, R"(","apns-push-type":"alert"}},)",
          R"("webpush":{"headers":{"TTL":"3600","Urgency":"high","Topic":")", id,
          R"("},"notification":{"tag":")", id,
          R"("},"fcm_options":{"link":"https://shop.example.test/cart"}}}})"));
}

TEST_F(FcmTest, EveryFormOfAMessageIsTaken) {
  NodeProcess service = Service();
  setting_.urgent = false;
  Connect(service);
  journey::Message silent = SomePush();
  silent.content = {{"data.code", "SAVE10"}};
  journey::Message named = SomePush();
  named.content = {{"title", "x"}, {"deep_link", "shop://cart"}, {"collapse_key", "cart"}};
  named.expire_at = absl::InfiniteFuture();
  EXPECT_EQ(Send("device-1", silent).result, AttemptResult::kSent);
  EXPECT_EQ(Send("device-1", named).result, AttemptResult::kSent);
  service.Next();
  EXPECT_THAT(service.Next()["body"], HasSubstr(R"("aps":{"content-available":1})"));
  const std::string body = service.Next()["body"];
  EXPECT_THAT(
      body, HasSubstr(absl::StrCat(R"("collapse_key":")", PushMessageOf(named).collapse_id, "\"")));
  EXPECT_THAT(body, HasSubstr(R"("priority":"NORMAL","ttl":"2419200s")"));
  EXPECT_FALSE(absl::StrContains(body, "fcm_options"));
}

TEST_F(FcmTest, AnswersDecideTheOutcome) {
  struct Case {
    const char* device;
    AttemptResult result;
    bool provider_fault;
  };
  const Case cases[] = {
      {"404.UNREGISTERED", AttemptResult::kDeadAddress, false},
      {"malformed", AttemptResult::kDeadAddress, false},
      {"malformed-field", AttemptResult::kDeadAddress, false},
      {"400.INVALID_ARGUMENT", AttemptResult::kRejected, false},
      {"403.SENDER_ID_MISMATCH", AttemptResult::kRejected, false},
      {"429.QUOTA_EXCEEDED.7", AttemptResult::kThrottled, false},
      {"503.UNAVAILABLE.7", AttemptResult::kThrottled, false},
      {"503.UNAVAILABLE", AttemptResult::kTemporary, true},
      {"500.INTERNAL", AttemptResult::kTemporary, true},
      {"401.THIRD_PARTY_AUTH_ERROR", AttemptResult::kTemporary, true},
      {"403.PERMISSION_DENIED", AttemptResult::kTemporary, true},
      {"plain-404", AttemptResult::kTemporary, true},
      {"502.BAD_GATEWAY", AttemptResult::kUnknown, true},
      {"504.DEADLINE", AttemptResult::kUnknown, true},
      {"hotel", AttemptResult::kUnknown, true},
      {"odd-types", AttemptResult::kRejected, false},
      {"deep", AttemptResult::kRejected, false},
      {"huge", AttemptResult::kTemporary, true},
  };
  NodeProcess service = Service();
  Connect(service);
  for (const Case& one : cases) {
    const AttemptReport report = Send(one.device);
    EXPECT_EQ(report.result, one.result) << one.device << ": " << report.detail;
    EXPECT_EQ(report.provider_fault, one.provider_fault) << one.device;
  }
  EXPECT_EQ(Send("429.QUOTA_EXCEEDED.7").retry_after, absl::Seconds(7));
  EXPECT_EQ(Send("429.QUOTA_EXCEEDED").retry_after, absl::Minutes(1));
  EXPECT_EQ(Send("404.UNREGISTERED").detail, "HTTP 404 UNREGISTERED: as asked for");
}

TEST_F(FcmTest, ARevokedTokenIsReplaced) {
  NodeProcess service = Service();
  Connect(service);
  EXPECT_EQ(Send("revoked").result, AttemptResult::kTemporary);
  EXPECT_EQ(Send("device-1").result, AttemptResult::kSent);
}

TEST_F(FcmTest, WithoutAnAccessTokenNothingIsSent) {
  struct Case {
    const char* path;
    AttemptResult result;
  };
  const Case cases[] = {
      {"/token/400.invalid_grant", AttemptResult::kTemporary},
      {"/token/503.unavailable.7", AttemptResult::kThrottled},
      {"/token/garbage", AttemptResult::kTemporary},
      {"/token/header", AttemptResult::kTemporary},
      {"/token/empty", AttemptResult::kTemporary},
      {"/token/text", AttemptResult::kTemporary},
      {"/token/huge", AttemptResult::kTemporary},
  };
  NodeProcess service = Service();
  for (const Case& one : cases) {
    Connect(service, one.path);
    const AttemptReport report = Send("device-1");
    EXPECT_EQ(report.result, one.result) << one.path << ": " << report.detail;
    EXPECT_THAT(report.detail, HasSubstr("no access token: ")) << one.path;
    EXPECT_EQ(service.Next()["what"], "token");
  }
}

TEST_F(FcmTest, ATokenThatNeverComesWasNoMessageAndAnAnswerThatNeverComesMayHaveBeen) {
  NodeProcess service = Service();
  setting_.timeout = absl::Milliseconds(600);
  Connect(service, "/token/silence");
  const AttemptReport unsigned_in = Send("device-1");
  EXPECT_EQ(unsigned_in.result, AttemptResult::kTemporary);
  EXPECT_THAT(unsigned_in.detail, HasSubstr("no access token: "));
  setting_.timeout = absl::Seconds(4);
  Connect(service);
  const AttemptReport silent = Send("silence");
  EXPECT_EQ(silent.result, AttemptResult::kUnknown);
  EXPECT_TRUE(silent.provider_fault);
}

TEST_F(FcmTest, AConnectionThatBreaksBeforeTheAnswerMayHaveCarriedTheMessage) {
  NodeProcess service = Service();
  support::ScriptedServer broken([](support::ServedConnection& connection) {
    connection.ReadRequest();
    connection.Write("HTTP/1.1 200 OK\r\nContent-Le");
    connection.CloseHalf();
    connection.AwaitClose();
  });
  Open(absl::StrCat("http://127.0.0.1:", broken.port()),
       absl::StrCat("https://localhost:", service.port(), "/token"));
  EXPECT_EQ(Send("device-1").result, AttemptResult::kUnknown);
}

TEST_F(FcmTest, WhatIsSentAtOnceSharesOneRequestForAToken) {
  NodeProcess service = Service();
  Connect(service);
  constexpr int kMessages = 20;
  std::vector<std::promise<AttemptResult>> results(kMessages);
  for (std::promise<AttemptResult>& result : results) {
    journey::Message message = SomePush();
    message.address = "device-1";
    provider_->Send(message, [&result](const AttemptReport& got) { result.set_value(got.result); });
  }
  for (std::promise<AttemptResult>& result : results) {
    EXPECT_EQ(result.get_future().get(), AttemptResult::kSent);
  }
  int tokens = 0;
  for (int i = 0; i <= kMessages; ++i) tokens += service.Next()["what"] == "token" ? 1 : 0;
  EXPECT_EQ(tokens, 1);
}

}  // namespace
}  // namespace usher::provider
