// Messages that leave through real providers: mail to a mail server, webhooks to a receiver.

#include <filesystem>
#include <fstream>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/example_shop.h"
#include "tests/support/node_process.h"

namespace usher::integration {
namespace {

using support::NodeProcess;
using testing::HasSubstr;

constexpr char kNote[] = R"(
journey: notes
enter: { on: Note, key: event.n }
steps:
  - send: { id: note, channels: [email, sms], template: note, expire: 2d }
templates:
  note:
    email: { subject: "Grüße {{ event.n }}", text: "{{ event.n }}" }
    sms: { text: "{{ event.n }}" }
)";

constexpr char kSecret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

struct Shop : ExampleShop {
  Shop(const std::string& page, const std::string& example,
       const std::map<std::string, std::string>& changes)
      : ExampleShop(
            page, example, changes,
            {{"password", "right"}, {"webhook-secrets", kSecret}, {"unsubscribe-key", "some key"}},
            kNote) {}

  // Customer anna, who can be reached by SMS and, if `email` is not empty, by email.
  void AddCustomer(const std::string& email) {
    std::map<v1::Channel, std::string> addresses = {{v1::CHANNEL_SMS, "+43 1"}};
    if (!email.empty()) addresses[v1::CHANNEL_EMAIL] = email;
    ExampleShop::AddCustomer(addresses);
  }
};

class ProvidersTest : public testing::Test {
 protected:
  NodeProcess MailSink() const {
    return NodeProcess("tests/support/smtp_sink.cjs",
                       {"--tls", "starttls", "--cert", own_.certificate, "--key", own_.key,
                        "--user", "usher", "--password", "right"});
  }
  Shop ShopWithMail(const NodeProcess& sink) const {
    return Shop(
        "docs/providers/smtp.md", "email",
        {{"mail.example.com", "localhost"},
         {"port: 587", absl::StrCat("port: ", sink.port(), "\n      ca_file: ", own_.certificate)},
         {"/etc/usher/smtp-password", "FOLDER/password"},
         {"/etc/usher/unsubscribe-key", "FOLDER/unsubscribe-key"}});
  }

  support::ScratchDir folder_;
  support::SelfSigned own_{folder_.path()};
};

TEST_F(ProvidersTest, TheExampleForMailSendsMail) {
  NodeProcess sink = MailSink();
  Shop shop = ShopWithMail(sink);
  shop.AddCustomer("anna@example.test");
  shop.Note("one");
  auto mail = sink.Next();
  EXPECT_EQ(mail["to"], "anna@example.test");
  EXPECT_EQ(mail["subject"], "Grüße one");
  EXPECT_EQ(mail["user"], "usher");
  EXPECT_THAT(mail["unsubscribe"], HasSubstr("<https://shop.example.com/unsubscribe?t=v1."));
  EXPECT_EQ(shop.gateway->client.Stats("notes").steps(0).outcomes().at("sent"), 1U);
  EXPECT_TRUE(shop.gateway->Messages().empty());
}

TEST_F(ProvidersTest, ABounceIsKnownByWhatTheMailSays) {
  NodeProcess sink = MailSink();
  Shop shop = ShopWithMail(sink);
  shop.AddCustomer("anna@example.test");
  shop.Note("one");
  const std::string header = sink.Next()["usher_message"];
  v1::Feedback bounce;
  bounce.set_id("b1");
  bounce.set_kind(v1::FEEDBACK_KIND_BOUNCED);
  bounce.set_permanent(true);
  bounce.set_address("anna@example.test");
  bounce.set_token(absl::StrReplaceAll(header, {{"Usher-Message:", ""}, {"\r\n", ""}, {" ", ""}}));
  shop.gateway->client.Report(bounce);
  EXPECT_TRUE(shop.IsDead(v1::CHANNEL_EMAIL));

  v1::ReportRequest forged;
  *forged.add_items() = bounce;
  forged.mutable_items(0)->set_token("m1.e30.c2lnbmF0dXJl");
  const auto refused = shop.gateway->client.Must(&v1::FeedbackService::Stub::Report, forged);
  EXPECT_EQ(refused.items(0).field(), "token");
}

TEST_F(ProvidersTest, ADeadAddressIsTriedOnceAndThenTheNextChannel) {
  NodeProcess sink("tests/support/smtp_sink.cjs");
  Shop shop("docs/providers/smtp.md", "email for a mail server on this machine",
            {{"port: 25", absl::StrCat("port: ", sink.port())}});
  shop.AddCustomer("dead@example.test");
  shop.Note("one");
  shop.Note("two");
  ASSERT_EQ(shop.gateway->Messages().size(), 2U);
  EXPECT_EQ(shop.gateway->Messages()[1].channel, "sms");
  const auto decisions = shop.gateway->client.Explain("anna");
  EXPECT_THAT(WhyOf(decisions, "failed"), HasSubstr("550 5.1.1 no such user"));
  EXPECT_TRUE(shop.IsDead(v1::CHANNEL_EMAIL));
}

TEST_F(ProvidersTest, TheExampleOfSeveralProvidersGivesEachChannelItsOwn) {
  NodeProcess sink("tests/support/smtp_sink.cjs");
  Shop shop("docs/providers.md", "a provider for each channel",
            {{"port: 25", absl::StrCat("port: ", sink.port())},
             {"/etc/usher/webhook-secrets", "FOLDER/webhook-secrets"}});
  shop.AddCustomer("anna@example.test");
  shop.Note("one");
  EXPECT_EQ(sink.Next()["to"], "anna@example.test");
  EXPECT_TRUE(shop.gateway->Messages().empty());
}

TEST_F(ProvidersTest, TheExampleForWebhooksCallsThem) {
  NodeProcess receiver("tests/support/webhook_receiver.cjs", {kSecret, own_.certificate, own_.key});
  Shop shop("docs/providers/webhook.md", "sms by a webhook",
            {{"https://sms-bridge.example.com/messages",
              absl::StrCat("https://localhost:", receiver.port(), "/200\n      ca_file: ",
                           own_.certificate, "\n      allow_private: [127.0.0.1, '::1']")},
             {"/etc/usher/webhook-secrets", "FOLDER/webhook-secrets"}});
  shop.AddCustomer("");
  shop.Note("one");
  auto call = receiver.Next();
  EXPECT_EQ(call["verified"], "yes");
  EXPECT_THAT(call["body"], HasSubstr("\"address\":\"+43 1\""));
  EXPECT_EQ(shop.gateway->client.Stats("notes").steps(0).outcomes().at("sent"), 1U);
}

TEST_F(ProvidersTest, WhatMayHaveArrivedIsRepeatedWithTheSameIdAndChargedOnce) {
  NodeProcess receiver("tests/support/webhook_receiver.cjs", {kSecret, own_.certificate, own_.key});
  Shop shop("docs/providers/webhook.md", "sms by a webhook",
            {{"https://sms-bridge.example.com/messages",
              absl::StrCat("https://localhost:", receiver.port(), "/504\n      ca_file: ",
                           own_.certificate, "\n      allow_private: [127.0.0.1, '::1']")},
             {"/etc/usher/webhook-secrets", "FOLDER/webhook-secrets"}});
  shop.AddCustomer("");
  shop.Note("one");
  shop.gateway->client.Advance(absl::Hours(1));
  const std::string id = receiver.Next()["id"];
  for (int attempt = 2; attempt <= 4; ++attempt) {
    auto call = receiver.Next();
    EXPECT_EQ(call["id"], id);
    EXPECT_THAT(call["body"], HasSubstr(absl::StrCat("\"attempt\":", attempt)));
  }
  EXPECT_EQ(shop.gateway->client.Stats("notes").steps(0).outcomes().at("unknown"), 1U);
  EXPECT_EQ(shop.gateway->client.GetCustomer("anna").contacts_size(), 1);
}

TEST(ProvidersFileTest, AFaultyFileKeepsTheGatewayFromStarting) {
  const support::ScratchDir folder;
  const std::string path = folder.path() + "/providers.yaml";
  std::ofstream(path) << "channels:\n  email: { smtp: { host: a.test } }\n";
  const auto end = support::RunUsherd({"--data-dir", folder.path() + "/data", "--providers", path});
  EXPECT_EQ(end.status, 1);
  EXPECT_THAT(end.stderr_text,
              HasSubstr(absl::StrCat(path, ":2:18: from.address: \"\": expected an address such")));
}

TEST(ProvidersFileTest, CheckSaysWhatIsWrongAndStartsNothing) {
  const support::ScratchDir folder;
  const std::string data = folder.path() + "/data";
  const std::string providers = folder.path() + "/providers.yaml";
  const std::string policy = folder.path() + "/policy.yaml";
  const std::vector<std::string> flags = {"--check", "--data-dir", data,  "--providers",
                                          providers, "--policy",   policy};
  std::ofstream(providers) << "channels:\n  email: { smtp: { host: a.test } }\n";
  std::ofstream(policy) << "policy: p\ncaps:\n  - { per: 24h }\n";
  const auto faulty = support::RunUsherd(flags);
  EXPECT_EQ(faulty.status, 1);
  EXPECT_THAT(faulty.stderr_text, HasSubstr("providers.yaml:2:18: from.address: "));
  EXPECT_THAT(faulty.stderr_text, HasSubstr("policy.yaml:3:5: max: 0: must be 1 to 1000"));

  std::ofstream(providers) << "channels: { email: { log: {} } }\n";
  std::ofstream(policy) << "policy: p\ncaps:\n  - { max: 1, per: 24h }\n";
  const auto right = support::RunUsherd(flags);
  EXPECT_EQ(right.status, 0) << right.stderr_text;
  EXPECT_FALSE(std::filesystem::exists(data));
}

TEST(ProvidersFileTest, AnAttemptHasToEndBeforeItsFateMayBeAskedFor) {
  const support::ScratchDir folder;
  const std::string path = folder.path() + "/providers.yaml";
  std::ofstream(path)
      << "channels:\n  email:\n    smtp: { host: a.test, from: { address: a@b.test } "
         "}\n    timeout: 11s\n";
  const auto end = support::RunUsherd({"--data-dir", folder.path() + "/data", "--providers", path});
  EXPECT_EQ(end.status, 1);
  EXPECT_THAT(end.stderr_text,
              HasSubstr("channel email: a timeout of 11s is more than half of --attempt-lease"));
}

}  // namespace
}  // namespace usher::integration
