// The configuration of providers of text messages and chats.

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/provider/provider_file_fixture.h"

namespace usher::provider {
namespace {

using customer::Channel;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class MessagingFileTest : public ProviderFileFixture {
 protected:
  MessagingFileTest() {
    Write("token", "secret-word\n");
    Write("bot", "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11\n");
  }
};

TEST_F(MessagingFileTest, ReadsEverySettingOfTwilio) {
  const auto settings = Parse(R"(
channels:
  sms:
    twilio:
      account_sid: AC0123456789abcdef0123456789ABCDEF
      auth_token_file: FOLDER/token
      api_key_sid: SK0123456789abcdef0123456789ABCDEF
      from: Shop
      status_callback: https://shop.example.test/status
      endpoint: { url: "https://twilio.example.test/", ca_file: FOLDER/token, allow_private: [10.0.0.0/8] }
    timeout: 5s
)");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const ProviderSetting& setting = settings->at(Channel::kSms);
  const auto& api = std::get<OverHttp<TwilioSetting>>(setting.kind);
  EXPECT_EQ(api.setting.url, "https://twilio.example.test");
  EXPECT_EQ(api.setting.account_sid, "AC0123456789abcdef0123456789ABCDEF");
  EXPECT_EQ(api.setting.username, "SK0123456789abcdef0123456789ABCDEF");
  EXPECT_EQ(api.setting.from, "Shop");
  EXPECT_EQ(api.setting.status_callback, "https://shop.example.test/status");
  EXPECT_EQ(api.setting.timeout, absl::Seconds(5));
  EXPECT_TRUE(api.setting.at_most_once);
  EXPECT_EQ(api.ca_file, folder_ + "/token");
  EXPECT_EQ(api.allow_private.size(), 1U);
  EXPECT_EQ(api.secrets->Get(), std::vector<std::string>{"secret-word"});
  EXPECT_FALSE(setting.terms.repeat_unknown);
}

TEST_F(MessagingFileTest, FaultsOfTwilioAreNamed) {
  const std::string error = ErrorOf(R"(
channels:
  sms:
    twilio:
      account_sid: AC12
      auth_token_file: FOLDER/none
      api_key_sid: AC0123456789abcdef0123456789ABCDEF
      from: "+431"
      messaging_service_sid: MG0123456789abcdef0123456789abcdeg
      status_callback: shop.example.test
      endpoint: { url: "https://a.test/?b" }
)");
  EXPECT_THAT(error, AllOf(HasSubstr("5:20: \"AC12\": expected AC and 32 hexadecimal digits"),
                           HasSubstr("/none: cannot be read"), HasSubstr("expected SK and 32"),
                           HasSubstr("8:14: expected either from or messaging_service_sid"),
                           HasSubstr("expected MG and 32"),
                           HasSubstr("\"shop.example.test\": expected a URL"),
                           HasSubstr("\"https://a.test/?b\": expected a URL such as "
                                     "https://api.twilio.com")));
}

TEST_F(MessagingFileTest, ReadsEverySettingOfSmpp) {
  const auto settings = Parse(R"(
channels:
  sms:
    smpp:
      host: smpp.example.test
      security: none
      system_id: usher
      password_file: FOLDER/token
      system_type: shop
      from: "+43 660 1234567"
      from_npi: 8
      window: 50
      receipts: false
      enquire_after: 1m
      dead_errors: ["001", 00B]
    timeout: 5s
)");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const ProviderSetting& setting = settings->at(Channel::kSms);
  const auto& smpp = std::get<SmppSetting>(setting.kind);
  EXPECT_EQ(smpp.server.host.host, "smpp.example.test");
  EXPECT_EQ(smpp.server.host.port, 2775);
  EXPECT_FALSE(smpp.server.host.tls);
  EXPECT_EQ(smpp.server.system_id, "usher");
  EXPECT_EQ(smpp.server.system_type, "shop");
  EXPECT_EQ(smpp.server.source.digits, "436601234567");
  EXPECT_EQ(smpp.server.source.ton, 1);
  EXPECT_EQ(smpp.server.source.npi, 8);
  EXPECT_EQ(smpp.server.session.window, 50);
  EXPECT_FALSE(smpp.server.session.receipts);
  EXPECT_EQ(smpp.server.session.enquire_after, std::chrono::minutes(1));
  EXPECT_EQ(smpp.dead_errors, (std::vector<std::string>{"001", "00B"}));
  EXPECT_EQ(smpp.server.timeout, absl::Seconds(5));
  EXPECT_EQ(smpp.password->Get(), std::vector<std::string>{"secret-word"});
  EXPECT_EQ(setting.terms.throughput.concurrency, 50);
  EXPECT_FALSE(setting.terms.repeat_unknown);
}

TEST_F(MessagingFileTest, TheSenderTellsItsTypeOfNumber) {
  const auto type_of = [&](const std::string& from) {
    const auto settings = Parse(absl::StrCat(
        "channels: { sms: { smpp: { host: a.test, system_id: u, password_file: FOLDER/token, "
        "from: \"",
        from, "\" } } }"));
    EXPECT_TRUE(settings.ok()) << settings.status();
    if (!settings.ok()) return std::string();
    const auto& source = std::get<SmppSetting>(settings->at(Channel::kSms).kind).server.source;
    return absl::StrCat(source.ton, "/", source.npi, " ", source.digits);
  };
  EXPECT_EQ(type_of("+436601234567"), "1/1 436601234567");
  EXPECT_EQ(type_of("80800"), "3/0 80800");
  EXPECT_EQ(type_of("My Shop"), "5/0 My Shop");
}

TEST_F(MessagingFileTest, FaultsOfSmppAreNamed) {
  EXPECT_THAT(
      ErrorOf(R"(
channels:
  sms:
    smpp:
      security: starttls
      system_id: "more than 15 bytes"
      password_file: FOLDER/none
      from: "a name that is too long"
      window: 0
      dead_errors: ["001", "err:001"]
)"),
      AllOf(HasSubstr("\"\": expected the name of a message centre"),
            HasSubstr("5:17: SMPP has no starttls; expected tls or none"),
            HasSubstr("expected 1 to 15 ASCII characters"), HasSubstr("/none: cannot be read"),
            HasSubstr("expected a number with + in front, a short code"),
            HasSubstr("9:15: 0: must be from 1 to 1000"),
            HasSubstr("10:29: \"err:001\": expected a code as receipts have it after err:")));
}

TEST_F(MessagingFileTest, ReadsEverySettingOfWhatsappAndChats) {
  const auto settings = Parse(R"(
channels:
  whatsapp:
    whatsapp:
      phone_number_id: "106540352242922"
      access_token_file: FOLDER/token
      api_version: v24.0
      endpoint: { url: "https://graph.example.test" }
    retry: at_least_once
  chat:
    telegram:
      token_file: FOLDER/bot
      silent: true
      link_preview: false
)");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const ProviderSetting& setting = settings->at(Channel::kWhatsapp);
  const auto& whatsapp = std::get<OverHttp<WhatsappSetting>>(setting.kind);
  EXPECT_EQ(whatsapp.setting.phone_number_id, "106540352242922");
  EXPECT_EQ(whatsapp.setting.api_version, "v24.0");
  EXPECT_EQ(whatsapp.setting.url, "https://graph.example.test");
  EXPECT_FALSE(whatsapp.setting.at_most_once);
  EXPECT_TRUE(setting.terms.repeat_unknown);
  const auto& telegram = std::get<OverHttp<TelegramSetting>>(settings->at(Channel::kChat).kind);
  EXPECT_TRUE(telegram.setting.silent);
  EXPECT_FALSE(telegram.setting.link_preview);
  EXPECT_TRUE(telegram.setting.at_most_once);
  EXPECT_EQ(telegram.setting.url, "https://api.telegram.org");
}

TEST_F(MessagingFileTest, ReadsEverySettingOfMessenger) {
  const auto settings = Parse(R"(
channels:
  chat:
    messenger:
      page_id: "1029384756"
      access_token_file: FOLDER/token
      api_version: v24.0
      transactional_tag: ACCOUNT_UPDATE
)");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const auto& api = std::get<OverHttp<MessengerSetting>>(settings->at(Channel::kChat).kind);
  EXPECT_EQ(api.setting.page_id, "1029384756");
  EXPECT_EQ(api.setting.api_version, "v24.0");
  EXPECT_EQ(api.setting.transactional_tag, "ACCOUNT_UPDATE");
  EXPECT_EQ(api.secrets->Get(), std::vector<std::string>{"secret-word"});
}

TEST_F(MessagingFileTest, FaultsOfWhatsappAndChatsAreNamed) {
  EXPECT_THAT(ErrorOf(R"(
channels:
  whatsapp:
    whatsapp: { phone_number_id: "+43660", access_token_file: FOLDER/token, api_version: "23/../x" }
)"),
              AllOf(HasSubstr("4:35: \"+43660\": expected an id of digits"),
                    HasSubstr("\"23/../x\": expected a version such as v23.0")));
  const std::string error =
      ErrorOf("channels: { chat: { telegram: { token_file: FOLDER/token } } }");
  EXPECT_THAT(error, HasSubstr("/token: expected a token such as 123456:"));
  EXPECT_THAT(error, Not(HasSubstr("secret-word")));
  EXPECT_THAT(ErrorOf("channels: { chat: { messenger: { page_id: a } } }"),
              AllOf(HasSubstr("\"a\": expected an id of digits"),
                    HasSubstr("access_token_file: expected the path of a file")));
}

TEST_F(MessagingFileTest, AProviderServesTheChannelItIsMadeFor) {
  EXPECT_THAT(ErrorOf("channels:\n  email:\n    twilio: {}\n"),
              HasSubstr("3:13: is for the channel sms, not for email"));
}

}  // namespace
}  // namespace usher::provider
