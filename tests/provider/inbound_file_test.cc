// What the providers file says about what comes back.

#include "gmock/gmock.h"

#include "tests/provider/provider_file_fixture.h"

namespace usher::provider {
namespace {

using customer::Channel;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class InboundFileTest : public ProviderFileFixture {
 protected:
  InboundFileTest() {
    Write("token", "secret-word\n");
    Write("whsec", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
  }
};

TEST_F(InboundFileTest, EachKindHasItsOwn) {
  const auto settings = Parse(R"(
channels:
  sms:
    twilio:
      account_sid: AC0123456789abcdef0123456789abcdef
      auth_token_file: FOLDER/token
      from: "+431"
      inbound: { public_url: "https://shop.example.test/hooks/sms" }
  whatsapp:
    whatsapp:
      phone_number_id: "1"
      access_token_file: FOLDER/token
      inbound: { app_secret_file: FOLDER/token, verify_token_file: FOLDER/token }
  chat:
    messenger:
      page_id: "1"
      access_token_file: FOLDER/token
      inbound: { app_secret_file: FOLDER/token, verify_token_file: FOLDER/token }
  email:
    smtp: { host: a.test, from: { address: a@b.test } }
    inbound: { secrets_file: FOLDER/whsec }
  push:
    log: {}
)");
  ASSERT_TRUE(settings.ok()) << settings.status();
  for (const auto& [channel, setting] : *settings) {
    EXPECT_EQ(setting.inbound != nullptr, channel != Channel::kPush)
        << customer::ChannelName(channel);
  }
  const auto& twilio = std::get<OverHttp<TwilioSetting>>(settings->at(Channel::kSms).kind).setting;
  EXPECT_EQ(twilio.status_callback, "https://shop.example.test/hooks/sms");
  EXPECT_TRUE(twilio.status_names_message);
}

TEST_F(InboundFileTest, FaultsAreNamed) {
  EXPECT_THAT(ErrorOf(R"(
channels:
  sms:
    twilio:
      account_sid: AC0123456789abcdef0123456789abcdef
      api_key_sid: SK0123456789abcdef0123456789abcdef
      auth_token_file: FOLDER/token
      from: "+431"
      inbound: { public_url: "https://shop.example.test/hooks/sms?a" }
)"),
              AllOf(HasSubstr("expected the URL that Twilio calls, without a query"),
                    HasSubstr("Twilio does not sign with API keys")));
  EXPECT_THAT(ErrorOf(R"(
channels:
  whatsapp:
    whatsapp: { phone_number_id: "1", access_token_file: FOLDER/token, inbound: { app_secret_file: FOLDER/none } }
)"),
              AllOf(HasSubstr("providers.yaml:4:"), HasSubstr("/none: cannot be read"),
                    HasSubstr("verify_token_file: expected the path of a file")));
  const std::string error = ErrorOf(R"(
channels:
  email:
    log: {}
    inbound: { secrets_file: FOLDER/token }
)");
  EXPECT_THAT(error, HasSubstr("expected secrets such as whsec_"));
  EXPECT_THAT(error, Not(HasSubstr("secret-word")));
  EXPECT_THAT(ErrorOf(R"(
channels:
  chat:
    telegram: { token_file: FOLDER/token, inbound: { secret_token_file: FOLDER/token } }
    inbound: { secrets_file: FOLDER/whsec }
)"),
              HasSubstr("has an inbound already"));
}

TEST_F(InboundFileTest, LinksAreTrackedOnTheChannelsThatAreNamed) {
  const auto settings = Parse(R"(
channels:
  email:
    smtp: { host: a.test, from: { address: a@b.test } }
links:
  base_url: https://go.shop.example/
  secret_file: FOLDER/token
  track_clicks: [email, sms]
  track_opens: true
)");
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->size(), 2U);
  journey::Message message;
  message.content = {{"link", "https://a.test/"}};
  EXPECT_THAT(settings->at(Channel::kSms).links->Track(message).content[0].second,
              HasSubstr("https://go.shop.example/c/"));
  EXPECT_EQ(settings->at(Channel::kSms).links, settings->at(Channel::kEmail).links);
}

TEST_F(InboundFileTest, FaultsOfLinksAreNamed) {
  EXPECT_THAT(
      ErrorOf("links:\n  base_url: go.shop.example\n  secret_file: FOLDER/none\n"
              "  track_clicks: [in_app, fax]\n  track_opens: true\n"),
      AllOf(HasSubstr("2:13: \"go.shop.example\": expected a URL such as https://go.shop.example"),
            HasSubstr("/none: cannot be read"),
            HasSubstr("4:18: \"in_app\": expected push, sms, email, chat or whatsapp"),
            HasSubstr("\"fax\": expected"), HasSubstr("goes with email in track_clicks")));
  EXPECT_THAT(ErrorOf("links: { base_url: 'https://a.test', secret_file: FOLDER/token }"),
              HasSubstr("expected at least one channel"));
}

}  // namespace
}  // namespace usher::provider
