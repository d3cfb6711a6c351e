// The configuration of the providers of notifications.

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/provider/provider_file_fixture.h"
#include "tests/provider/service_account_text.h"

namespace usher::provider {
namespace {

using customer::Channel;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class PushProviderFileTest : public ProviderFileFixture {
 protected:
  PushProviderFileTest() {
    Write("vapid", "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw\n");
    Write("bad", "secret-word\n");
  }
};

TEST_F(PushProviderFileTest, ReadsWebPush) {
  const auto settings = Parse(R"(
channels:
  push:
    web_push:
      private_key_file: FOLDER/vapid
      subject: https://shop.example.test/contact
      services: ["*.Push.test", push.test]
      priority: normal
      allow_private: [10.0.0.0/8]
    retry: at_most_once
    timeout: 3s
)");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const ProviderSetting& setting = settings->at(Channel::kPush);
  const auto& connection = std::get<WebPushConnection>(setting.kind);
  EXPECT_EQ(connection.setting.subject, "https://shop.example.test/contact");
  EXPECT_THAT(connection.setting.services, ElementsAre("*.push.test", "push.test"));
  EXPECT_FALSE(connection.setting.urgent);
  EXPECT_TRUE(connection.setting.at_most_once);
  EXPECT_EQ(connection.setting.timeout, absl::Seconds(3));
  EXPECT_EQ(connection.allow_private.size(), 1U);
  EXPECT_FALSE(setting.terms.repeat_unknown);
}

TEST_F(PushProviderFileTest, WebPushSendsToTheServicesOfKnownBrowsersAndRepeatsByDefault) {
  const auto settings = Parse(
      "channels: { push: { web_push: { private_key_file: FOLDER/vapid, subject: "
      "'mailto:a@b.test' } } }");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const ProviderSetting& setting = settings->at(Channel::kPush);
  EXPECT_EQ(std::get<WebPushConnection>(setting.kind).setting.services.size(), 4U);
  EXPECT_TRUE(std::get<WebPushConnection>(setting.kind).setting.urgent);
  EXPECT_TRUE(setting.terms.repeat_unknown);
}

TEST_F(PushProviderFileTest, FaultsOfWebPushAreNamedWithoutShowingKeys) {
  const std::string error = ErrorOf(R"(channels:
  push:
    web_push:
      private_key_file: FOLDER/bad
      subject: push@shop.example.test
      services: ["https://push.test"]
)");
  EXPECT_THAT(error, HasSubstr("providers.yaml:4:25: " + folder_ +
                               "/bad: expected a private key of the curve P-256"));
  EXPECT_THAT(error, HasSubstr("providers.yaml:5:16: \"push@shop.example.test\": expected where"));
  EXPECT_THAT(error, HasSubstr("\"https://push.test\": expected a host such as"));
  EXPECT_THAT(error, Not(HasSubstr("secret-word")));
}

TEST_F(PushProviderFileTest, ReadsFcm) {
  MakeRsaKeys(folder_);
  Write("account.json", ServiceAccountText(folder_, "https://oauth.example.test/token"));
  const auto settings = Parse(R"(
channels:
  push:
    fcm:
      service_account_file: FOLDER/account.json
      project_id: other-project
      priority: normal
      endpoint: { url: "https://proxy.example.test/", allow_private: ["::1"] }
    timeout: 3s
)");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const ProviderSetting& setting = settings->at(Channel::kPush);
  const auto& connection = std::get<FcmConnection>(setting.kind);
  EXPECT_EQ(connection.setting.url, "https://proxy.example.test");
  EXPECT_EQ(connection.setting.project_id, "other-project");
  EXPECT_EQ(connection.secrets->Get()->project_id, "example-shop");
  EXPECT_EQ(connection.setting.timeout, absl::Seconds(3));
  EXPECT_FALSE(connection.setting.urgent);
  EXPECT_EQ(connection.allow_private.size(), 1U);
  EXPECT_TRUE(setting.terms.repeat_unknown);
}

TEST_F(PushProviderFileTest, FaultsOfFcmAreNamed) {
  const std::string error = ErrorOf(R"(channels:
  push:
    fcm:
      service_account_file: FOLDER/bad
      project_id: "../x"
      endpoint: { url: "https://a.test/?x" }
)");
  EXPECT_THAT(error, HasSubstr("bad: is no key file of a service account: expected a JSON"));
  EXPECT_THAT(error, HasSubstr("\"../x\": expected the id of a project"));
  EXPECT_THAT(error, HasSubstr("\"https://a.test/?x\": expected a URL such as https://fcm."));
  EXPECT_THAT(error, Not(HasSubstr("secret-word")));
}

TEST_F(PushProviderFileTest, ReadsApns) {
  ASSERT_EQ(std::system(("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out " +
                         folder_ + "/key.p8 2>/dev/null")
                            .c_str()),
            0);
  const std::string text = R"(
channels:
  push:
    apns:
      key_file: FOLDER/key.p8
      key_id: ABC123DEFG
      team_id: DEF123GHIJ
      topic: com.example.shop
      sandbox: true
      sound: ping.aiff
      priority: normal
    retry: at_most_once
)";
  const auto settings = Parse(text);
  ASSERT_TRUE(settings.ok()) << settings.status();
  const ProviderSetting& setting = settings->at(Channel::kPush);
  const ApnsSetting& apns = std::get<ApnsConnection>(setting.kind).setting;
  EXPECT_EQ(apns.url, "https://api.sandbox.push.apple.com");
  EXPECT_EQ(apns.key_id, "ABC123DEFG");
  EXPECT_EQ(apns.team_id, "DEF123GHIJ");
  EXPECT_EQ(apns.topic, "com.example.shop");
  EXPECT_EQ(apns.sound, "ping.aiff");
  EXPECT_FALSE(apns.urgent);
  EXPECT_TRUE(apns.at_most_once);
  EXPECT_FALSE(setting.terms.repeat_unknown);
  const auto live = Parse(absl::StrReplaceAll(text, {{"sandbox: true", "sandbox: false"}}));
  EXPECT_EQ(std::get<ApnsConnection>(live->at(Channel::kPush).kind).setting.url,
            "https://api.push.apple.com");
}

TEST_F(PushProviderFileTest, FaultsOfApnsAreNamed) {
  const std::string error = ErrorOf(R"(channels:
  push:
    apns: { key_file: FOLDER/bad, key_id: short, team_id: "DEF123GHI!", topic: "a b" }
)");
  EXPECT_THAT(error, HasSubstr("/bad: expected a private key of the curve P-256"));
  EXPECT_THAT(error, HasSubstr("\"short\": expected 10 letters and digits"));
  EXPECT_THAT(error, HasSubstr("\"DEF123GHI!\": expected 10 letters and digits"));
  EXPECT_THAT(error, HasSubstr("\"a b\": expected the app's bundle id"));
}

TEST_F(PushProviderFileTest, NotificationsAreForTheChannelPush) {
  EXPECT_THAT(ErrorOf("channels: { email: { web_push: { private_key_file: FOLDER/vapid, subject: "
                      "'mailto:a@b.test' } } }"),
              HasSubstr("is for the channel push, not for email"));
}

}  // namespace
}  // namespace usher::provider
