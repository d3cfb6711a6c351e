#include "provider/provider_file.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/provider/provider_file_fixture.h"

namespace usher::provider {
namespace {

using customer::Channel;
using testing::HasSubstr;
using testing::Not;

class ProviderFileTest : public ProviderFileFixture {
 protected:
  ProviderFileTest() {
    Write("password", "secret-word\n");
    Write("secrets", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
    Write("bad-secrets", "secret-word\n");
  }
};

TEST_F(ProviderFileTest, ReadsEverySettingOfMail) {
  const auto settings = Parse(R"(
channels:
  email:
    smtp:
      host: mail.example.test
      security: tls
      username: usher
      password_file: FOLDER/password
      hello_name: usher.example.test
      from: { address: shop@example.test, name: Example Shop }
      reply_to: help@example.test
      return_path: bounces@example.test
      message_id_domain: id.example.test
      unsubscribe:
        url: https://shop.example.test/u?t={token}
        key_file: FOLDER/password
        mailto: stop@example.test
    rate: { per_second: 20, ramp_up: 30s }
    concurrency: 8
    timeout: 5s
    retry: at_least_once
    breaker: { failures: 3, open_for: 1m, open_max: 10m }
    lifetime: 2d
)");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const ProviderSetting& setting = settings->at(Channel::kEmail);
  const auto& smtp = std::get<SmtpSetting>(setting.kind);
  EXPECT_EQ(smtp.server.host, "mail.example.test");
  EXPECT_EQ(smtp.server.port, 465);
  EXPECT_EQ(smtp.server.security, SmtpSecurity::kImplicit);
  EXPECT_EQ(smtp.server.username, "usher");
  EXPECT_EQ(smtp.server.hello_name, "usher.example.test");
  EXPECT_EQ(smtp.server.connections, 8);
  EXPECT_EQ(smtp.server.timeout, absl::Seconds(5));
  EXPECT_EQ(smtp.password->Get(), std::vector<std::string>{"secret-word"});
  EXPECT_EQ(smtp.email.sender.address, "shop@example.test");
  EXPECT_EQ(smtp.email.sender.name, "Example Shop");
  EXPECT_EQ(smtp.email.sender.reply_to, "help@example.test");
  EXPECT_EQ(smtp.email.sender.message_id, "id.example.test");
  EXPECT_EQ(smtp.email.return_path, "bounces@example.test");
  EXPECT_EQ(smtp.email.unsubscribe_url, "https://shop.example.test/u?t={token}");
  EXPECT_EQ(smtp.email.unsubscribe_mailto, "stop@example.test");
  EXPECT_NE(smtp.unsubscribe_key, nullptr);
  EXPECT_EQ(setting.terms.throughput.pace.per_second, 20);
  EXPECT_EQ(setting.terms.throughput.pace.ramp_up, absl::Seconds(30));
  EXPECT_EQ(setting.terms.throughput.concurrency, 8);
  EXPECT_EQ(setting.terms.throughput.breaker.failures, 3);
  EXPECT_EQ(setting.terms.throughput.breaker.open_for, absl::Minutes(1));
  EXPECT_EQ(setting.terms.throughput.breaker.open_max, absl::Minutes(10));
  EXPECT_TRUE(setting.terms.repeat_unknown);
  EXPECT_EQ(setting.terms.lifetime, absl::Hours(48));
}

TEST_F(ProviderFileTest, ReadsWebhooksAndTheLog) {
  const auto settings = Parse(R"(
channels:
  chat: { log: {} }
  webhook:
    webhook:
      url: https://shop.example.test/hook
      secrets_file: FOLDER/secrets
      allow_private: [10.0.0.0/8, "::1"]
)");
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_TRUE(std::holds_alternative<LogSetting>(settings->at(Channel::kChat).kind));
  const ProviderSetting& setting = settings->at(Channel::kWebhook);
  const auto& http = std::get<OverHttp<WebhookSetting>>(setting.kind);
  EXPECT_EQ(http.setting.url, "https://shop.example.test/hook");
  EXPECT_EQ(http.allow_private.size(), 2u);
  EXPECT_EQ(http.setting.timeout, absl::Seconds(8));
  EXPECT_EQ(setting.terms.lifetime, absl::InfiniteDuration());
  EXPECT_FALSE(settings->contains(Channel::kEmail));
}

TEST_F(ProviderFileTest, ReadsWhereRepliesGo) {
  const auto file = ParseFile(R"(
replies:
  webhook:
    url: https://chat.example.test/hook
    secrets_file: FOLDER/secrets
    allow_private: 10.0.0.0/8
)");
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_TRUE(file->replies.has_value());
  EXPECT_EQ(file->replies->setting.url, "https://chat.example.test/hook");
  EXPECT_EQ(file->replies->allow_private.size(), 1U);
  EXPECT_FALSE(ParseFile("channels: {}")->replies.has_value());
  const absl::Status status = ParseFile(R"(
replies:
  webhook:
    url: ftp://chat.example.test
    secrets_file: FOLDER/bad-secrets
)")
                                  .status();
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("providers.yaml:4:10: \"ftp://chat.example.test\""));
  EXPECT_THAT(std::string(status.message()), HasSubstr("providers.yaml:5:19: "));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret-word")));
}

TEST_F(ProviderFileTest, MailSaysWhichItIsByTheKeyOfItsLinksOrAnother) {
  const auto smtp = [this](const std::string& more) {
    const auto settings =
        Parse(absl::StrCat("channels:\n  email:\n    smtp:\n      host: mail.example.test\n"
                           "      from: { address: shop@example.test }\n",
                           more));
    EXPECT_TRUE(settings.ok()) << settings.status();
    return std::get<SmtpSetting>(settings->at(Channel::kEmail).kind);
  };
  const std::string unsubscribe =
      "      unsubscribe: { url: 'https://e.test/{token}', key_file: FOLDER/password }\n";
  EXPECT_EQ(smtp("").token_key, nullptr);
  EXPECT_EQ(smtp(unsubscribe).token_key->Get().front(), "secret-word");
  EXPECT_EQ(smtp(unsubscribe + "      token_key_file: FOLDER/secrets\n").token_key->Get().front(),
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
}

TEST_F(ProviderFileTest, WhatKnowsRepetitionsIsRepeatedByDefaultAndMailIsNot) {
  const std::string webhook =
      "channels: { webhook: { webhook: { url: 'https://a.test/', secrets_file: FOLDER/secrets } "
      "RETRY } }";
  const std::string mail =
      "channels: { email: { smtp: { host: a.test, from: { address: a@b.test } } RETRY } }";
  const auto repeats = [&](const std::string& text, const std::string& retry, Channel channel) {
    const auto settings = Parse(absl::StrReplaceAll(text, {{"RETRY", retry}}));
    EXPECT_TRUE(settings.ok()) << settings.status();
    return settings.ok() && settings->at(channel).terms.repeat_unknown;
  };
  EXPECT_TRUE(repeats(webhook, "", Channel::kWebhook));
  EXPECT_FALSE(repeats(webhook, ", retry: at_most_once", Channel::kWebhook));
  EXPECT_FALSE(repeats(mail, "", Channel::kEmail));
  EXPECT_TRUE(repeats(mail, ", retry: at_least_once", Channel::kEmail));
}

TEST_F(ProviderFileTest, MessagesStayInTheInboxOrGoToSubscribers) {
  const auto settings = Parse(R"(
channels:
  in_app: { inbox: {} }
  push: { subscribers: {}, retry: at_least_once, timeout: 5s, concurrency: 50 }
  sms: { subscribers: {} }
)");
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_TRUE(std::holds_alternative<InboxSetting>(settings->at(Channel::kInApp).kind));
  const ProviderSetting& push = settings->at(Channel::kPush);
  EXPECT_TRUE(std::holds_alternative<SubscribersSetting>(push.kind));
  EXPECT_TRUE(push.terms.repeat_unknown);
  EXPECT_EQ(push.timeout, absl::Seconds(5));
  EXPECT_EQ(push.terms.throughput.concurrency, 50);
  EXPECT_FALSE(settings->at(Channel::kSms).terms.repeat_unknown) << "rather none than two";
}

TEST_F(ProviderFileTest, WhatMakesNoSenseForInboxAndSubscribersIsNamed) {
  EXPECT_EQ(ErrorOf("channels:\n  push:\n    inbox: {}\n"),
            "providers.yaml:3:12: only in_app goes to the inbox");
  EXPECT_EQ(ErrorOf("channels:\n  in_app:\n    inbox: {}\n    timeout: 5s\n"),
            "providers.yaml:4:14: there is none for an inbox");
  EXPECT_EQ(ErrorOf("channels:\n  push:\n    subscribers: {}\n    breaker: {}\n"),
            "providers.yaml:4:14: there is none for subscribers: a message waits while none is "
            "there");
}

TEST_F(ProviderFileTest, NoChannelsMeanTheLogForAll) {
  const auto settings = Parse("channels: {}");
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_TRUE(settings->empty());
}

TEST_F(ProviderFileTest, FaultsAreNamedWithTheirPlace) {
  EXPECT_EQ(ErrorOf("channels:\n  emial: { log: {} }\n"),
            "providers.yaml:2:10: unknown channel \"emial\"; expected one of push, sms, email, "
            "chat, whatsapp, in_app, webhook");
  EXPECT_EQ(ErrorOf("channels:\n  email:\n    timeout: 5s\n"),
            "providers.yaml:3:5: expected one of apns, fcm, inbox, log, messenger, smpp, smtp, "
            "subscribers, telegram, twilio, web_push, webhook and whatsapp");
  EXPECT_THAT(ErrorOf("channels:\n  email:\n    smtp:\n      hots: x\n"),
              HasSubstr("providers.yaml:4:7: "));
  EXPECT_EQ(ErrorOf(R"(channels:
  webhook:
    webhook: { url: "ftp://x/", secrets_file: FOLDER/none, allow_private: [10.0.0.0/99] }
    rate: { per_second: 0 }
    concurrency: 0
    breaker: { open_for: 1m, open_max: 1s }
)"),
            absl::StrCat(
                "providers.yaml:4:25: 0: must be more than 0 and at most 100000\n"
                "providers.yaml:5:18: 0: must be from 1 to 10000\n"
                "providers.yaml:6:40: must not be less than open_for\n"
                "providers.yaml:3:22: \"ftp://x/\": expected a URL such as "
                "https://shop.example.com/hook, without user and password\n"
                "providers.yaml:3:47: ",
                folder_, "/none: cannot be read\n", "providers.yaml:3:", 47 + folder_.size() + 23,
                ": 10.0.0.0/99: expected a range of addresses such as 10.0.0.0/8 or fd00::/8"));
}

TEST_F(ProviderFileTest, MailNeedsAServerAndASender) {
  const std::string error = ErrorOf("channels:\n  email:\n    smtp: {}\n");
  EXPECT_THAT(error, HasSubstr("3:11: host: \"\": expected the name of a mail server"));
  EXPECT_THAT(error, HasSubstr("from.address: \"\": expected an address such as"));
}

TEST_F(ProviderFileTest, MailGoesToTheChannelOfMail) {
  EXPECT_THAT(
      ErrorOf("channels:\n  push:\n    smtp: { host: a.test, from: { address: a@b.test } }\n"),
      HasSubstr("is for the channel email, not for push"));
}

TEST_F(ProviderFileTest, AFileOfSecretsThatIsNotNamedIsAskedFor) {
  EXPECT_THAT(ErrorOf("channels:\n  sms:\n    webhook: { url: 'https://a.test/' }\n"),
              HasSubstr("3:14: secrets_file: expected the path of a file"));
}

TEST_F(ProviderFileTest, NoPasswordGoesOverAnUnprotectedConnection) {
  EXPECT_THAT(ErrorOf(R"(
channels:
  email:
    smtp:
      host: a.test
      security: none
      username: usher
      password_file: FOLDER/password
      from: { address: a@b.test }
)"),
              HasSubstr("none would show the password to the network; use starttls or tls"));
}

TEST_F(ProviderFileTest, NothingOfTheConfigurationCanAddAHeader) {
  const std::string base =
      "channels: { email: { smtp: { host: a.test, from: { address: a@b.test }, EXTRA } } }";
  for (const char* extra :
       {R"(reply_to: "a@b.test\nBcc: x@y.test")", R"(return_path: "a@b.test>")",
        R"(message_id_domain: "b.test>\n")", R"(hello_name: "a\r\nMAIL")",
        R"(unsubscribe: { url: "https://a.test/{token}\n", key_file: FOLDER/password })",
        R"(unsubscribe: { url: "https://a.test/", key_file: FOLDER/password })",
        R"(unsubscribe: { url: "http://a.test/{token}", key_file: FOLDER/password })",
        R"(unsubscribe: { mailto: "a@b.test?subject=x" })"}) {
    EXPECT_THAT(ErrorOf(absl::StrReplaceAll(base, {{"EXTRA", extra}})), HasSubstr("expected"))
        << extra;
  }
}

TEST_F(ProviderFileTest, ErrorsDoNotShowSecrets) {
  const std::string error = ErrorOf(
      "channels: { webhook: { webhook: { url: 'https://a.test/', secrets_file: FOLDER/bad-secrets "
      "} } }");
  EXPECT_THAT(error, HasSubstr("bad-secrets: expected secrets such as whsec_"));
  EXPECT_THAT(error, Not(HasSubstr("secret-word")));
}

}  // namespace
}  // namespace usher::provider
