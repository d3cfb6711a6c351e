// Webhooks to a receiver that checks them with the reference implementation of the scheme.

#include "provider/webhook_provider.h"

#include <filesystem>
#include <fstream>
#include <future>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "provider/http_client.h"
#include "provider/webhook_signature.h"
#include "tests/support/node_process.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;
using support::NodeProcess;
using testing::HasSubstr;
using testing::Not;

constexpr char kReceiver[] = "tests/support/webhook_receiver.cjs";
constexpr char kSecret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr char kOther[] = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

journey::Message SomeMessage() {
  journey::Message message;
  message.send_id = 0xABCDEF0123456789;
  message.attempt = 2;
  message.customer = base::CustomerId::Known("ada");
  message.channel = customer::Channel::kWebhook;
  message.category = "marketing";
  message.content = {{"body", "{\"text\":\"Grüße \\u0001\"}"}};
  message.journey = "cart";
  message.step = "remind";
  message.at = absl::FromUnixSeconds(1'772'445'600);
  message.expire_at = message.at + absl::Hours(1);
  return message;
}

class WebhookTest : public testing::Test {
 protected:
  WebhookTest() {
    folder_ = testing::TempDir() + "webhook-" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
  }
  WebhookTest(const WebhookTest&) = delete;
  WebhookTest& operator=(const WebhookTest&) = delete;
  ~WebhookTest() override { std::filesystem::remove_all(folder_); }

  void Connect(const std::string& url, const std::string& secrets = kSecret,
               const std::string& ca_file = "") {
    const std::string path = folder_ + "/secrets";
    std::ofstream(path) << secrets;
    WebhookSetting setting;
    setting.url = url;
    provider_ = std::make_unique<WebhookProvider>(SignedPost(
        setting,
        std::make_shared<HttpClient>(loop_, AddressGuard({*ParseAddressRange("127.0.0.1")}),
                                     ca_file),
        std::shared_ptr<SecretFile>(*SecretFile::Open(path)), [] { return absl::Now(); }));
  }

  AttemptReport Send() {
    std::promise<AttemptReport> report;
    provider_->Send(SomeMessage(),
                    [&report](AttemptReport got) { report.set_value(std::move(got)); });
    return report.get_future().get();
  }

  std::string folder_;
  std::shared_ptr<TransferLoop> loop_ = *TransferLoop::Start();
  std::unique_ptr<WebhookProvider> provider_;
};

TEST_F(WebhookTest, IsSignedAndCarriesTheMessage) {
  NodeProcess receiver(kReceiver, {kSecret});
  Connect(absl::StrCat("http://127.0.0.1:", receiver.port(), "/200"));
  EXPECT_EQ(Send().result, AttemptResult::kSent);
  auto got = receiver.Next();
  EXPECT_EQ(got["verified"], "yes");
  EXPECT_EQ(got["id"], "abcdef0123456789");
  EXPECT_EQ(got["type"], "application/json");
  const auto body = base::ParseJson(got["body"]);
  ASSERT_TRUE(body.ok()) << got["body"];
  EXPECT_EQ(*body->Find("type")->as_string(), "usher.message");
  EXPECT_EQ(*body->Find("expires")->as_string(), "2026-03-02T11:00:00.000Z");
  const base::Value& data = *body->Find("data");
  EXPECT_EQ(*data.Find("send_id")->as_string(), "abcdef0123456789");
  EXPECT_EQ(*data.Find("customer_id")->as_string(), "ada");
  EXPECT_EQ(*data.Find("attempt")->as_int(), 2);
  EXPECT_EQ(*data.Find("content")->Find("body")->as_string(), "{\"text\":\"Grüße \\u0001\"}");
}

TEST_F(WebhookTest, IsSignedWithEachSecretWhileTheyAreExchanged) {
  NodeProcess old_receiver(kReceiver, {kSecret});
  NodeProcess new_receiver(kReceiver, {kOther});
  NodeProcess stranger(kReceiver, {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"});
  const std::string both = absl::StrCat(kOther, "\n", kSecret, "\n");
  for (NodeProcess* receiver : {&old_receiver, &new_receiver, &stranger}) {
    Connect(absl::StrCat("http://127.0.0.1:", receiver->port(), "/200"), both);
    Send();
  }
  EXPECT_EQ(old_receiver.Next()["verified"], "yes");
  EXPECT_EQ(new_receiver.Next()["verified"], "yes");
  EXPECT_EQ(stranger.Next()["verified"], "No matching signature found");
}

TEST_F(WebhookTest, GoesOverHttp2AndTlsOnOneConnection) {
  const support::SelfSigned own(folder_);
  NodeProcess receiver(kReceiver, {kSecret, own.certificate, own.key});
  Connect(absl::StrCat("https://127.0.0.1:", receiver.port(), "/200"), kSecret, own.certificate);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(Send().result, AttemptResult::kSent);
    auto got = receiver.Next();
    EXPECT_EQ(got["http"], "2.0");
    EXPECT_EQ(got["connections"], "1");
    EXPECT_EQ(got["verified"], "yes");
  }
}

TEST_F(WebhookTest, AnEmptyAnswerOverHttp2IsAnAnswer) {
  const support::SelfSigned own(folder_);
  NodeProcess receiver(kReceiver, {kSecret, own.certificate, own.key});
  Connect(absl::StrCat("https://127.0.0.1:", receiver.port(), "/204"), kSecret, own.certificate);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(Send().result, AttemptResult::kSent);
}

TEST_F(WebhookTest, TheCertificateIsVerified) {
  const support::SelfSigned own(folder_);
  NodeProcess receiver(kReceiver, {kSecret, own.certificate, own.key});
  Connect(absl::StrCat("https://127.0.0.1:", receiver.port(), "/200"));
  const AttemptReport report = Send();
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
  EXPECT_THAT(report.detail, HasSubstr("certificate"));
}

TEST_F(WebhookTest, AnswersDecideTheOutcome) {
  struct Case {
    const char* path;
    AttemptResult result;
    bool provider_fault;
  };
  const Case cases[] = {
      {"/200", AttemptResult::kSent, false},
      {"/202", AttemptResult::kSent, false},
      {"/429/7", AttemptResult::kThrottled, false},
      {"/503/7", AttemptResult::kThrottled, false},
      {"/503", AttemptResult::kTemporary, true},
      {"/500", AttemptResult::kTemporary, true},
      {"/502", AttemptResult::kUnknown, true},
      {"/504", AttemptResult::kUnknown, true},
      {"/302", AttemptResult::kTemporary, true},
      {"/401", AttemptResult::kTemporary, true},
      {"/404", AttemptResult::kTemporary, true},
      {"/410", AttemptResult::kTemporary, true},
      {"/400", AttemptResult::kRejected, false},
      {"/422", AttemptResult::kRejected, false},
      {"/200//dead_address", AttemptResult::kDeadAddress, false},
      {"/422//dead_address", AttemptResult::kDeadAddress, false},
      {"/200//complaint", AttemptResult::kComplaint, false},
      {"/200//blocked", AttemptResult::kRejected, false},
      {"/200/30/throttled", AttemptResult::kThrottled, false},
      {"/200//temporary", AttemptResult::kTemporary, false},
      {"/200//unknown", AttemptResult::kUnknown, false},
      {"/200//accepted", AttemptResult::kSent, false},
      {"/200//nonsense", AttemptResult::kSent, false},
  };
  NodeProcess receiver(kReceiver, {kSecret});
  for (const Case& one : cases) {
    Connect(absl::StrCat("http://127.0.0.1:", receiver.port(), one.path));
    const AttemptReport report = Send();
    EXPECT_EQ(report.result, one.result) << one.path;
    EXPECT_EQ(report.provider_fault, one.provider_fault) << one.path;
  }
  Connect(absl::StrCat("http://127.0.0.1:", receiver.port(), "/429/7"));
  EXPECT_EQ(Send().retry_after, absl::Seconds(7));
}

TEST(WebhookSecretTest, RefusesWhatIsNoSecretWithoutShowingIt) {
  EXPECT_TRUE(CheckWebhookSecret(kSecret).ok());
  EXPECT_TRUE(CheckWebhookSecret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").ok());
  for (const char* secret : {"whsec_", "whsec_c2hvcnQ=", "not base64 at all!", "whsec_%%%"}) {
    const absl::Status status = CheckWebhookSecret(secret);
    EXPECT_FALSE(status.ok()) << secret;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("c2hvcnQ")));
  }
}

}  // namespace
}  // namespace usher::provider
