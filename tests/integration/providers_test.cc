// Messages that leave through real providers: mail to a mail server, webhooks to a receiver.

#include <fstream>
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"
#include "tests/support/node_process.h"

namespace usher::integration {
namespace {

using support::MakeEvent;
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

// The text of the example of docs/providers.md that begins with "# NAME".
std::string Example(const std::string& name) {
  std::ifstream page("docs/providers.md");
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line == "# " + name) inside = true;
    if (inside && line == "```") break;
    if (inside) text += line + "\n";
  }
  EXPECT_FALSE(text.empty()) << name;
  return text;
}

// A gateway whose providers are those of an example, at servers of this machine.
struct Shop {
  Shop(const std::string& example, const std::map<std::string, std::string>& changes) {
    std::string text = Example(example);
    for (const auto& [from, to] : changes) {
      EXPECT_THAT(text, HasSubstr(from));
      text = absl::StrReplaceAll(text, {{from, to}});
    }
    text = absl::StrReplaceAll(text, {{"FOLDER", folder.path()}});
    std::ofstream(folder.path() + "/providers.yaml") << text;
    std::ofstream(folder.path() + "/password") << "right\n";
    std::ofstream(folder.path() + "/webhook-secrets") << kSecret << "\n";
    std::ofstream(folder.path() + "/unsubscribe-key") << "some key\n";
    std::vector<std::string> flags = StandingClock();
    flags.insert(flags.end(), {"--providers", folder.path() + "/providers.yaml"});
    gateway = std::make_unique<RunningGateway>(flags);
    gateway->client.Apply(kNote);
  }

  // Customer anna, who can be reached by SMS and, if `email` is not empty, by email.
  void AddCustomer(const std::string& email) {
    v1::UpsertRequest request;
    request.set_customer_id("anna");
    auto* sms = request.add_addresses();
    sms->set_channel(v1::CHANNEL_SMS);
    sms->set_address("+43 1");
    if (!email.empty()) {
      auto* mail = request.add_addresses();
      mail->set_channel(v1::CHANNEL_EMAIL);
      mail->set_address(email);
    }
    request.add_consents()->set_granted(true);
    gateway->client.Must(&v1::CustomerService::Stub::Upsert, request);
  }

  void Note(const std::string& n) {
    gateway->client.Publish(MakeEvent(n, "anna", "Note", absl::StrCat("{\"n\":\"", n, "\"}")));
    gateway->client.AdvanceTo(gateway->client.Now());
  }

  support::ScratchDir folder;
  std::unique_ptr<RunningGateway> gateway;
};

class ProvidersTest : public testing::Test {
 protected:
  support::ScratchDir folder_;
  support::SelfSigned own_{folder_.path()};
};

TEST_F(ProvidersTest, TheExampleForMailSendsMail) {
  NodeProcess sink("tests/support/smtp_sink.cjs",
                   {"--tls", "starttls", "--cert", own_.certificate, "--key", own_.key, "--user",
                    "usher", "--password", "right"});
  Shop shop("email", {{"mail.example.com", "localhost"},
                      {"port: 587",
                       absl::StrCat("port: ", sink.port(), "\n      ca_file: ", own_.certificate)},
                      {"/etc/usher/smtp-password", "FOLDER/password"},
                      {"/etc/usher/unsubscribe-key", "FOLDER/unsubscribe-key"}});
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

TEST_F(ProvidersTest, ADeadAddressIsTriedOnceAndThenTheNextChannel) {
  NodeProcess sink("tests/support/smtp_sink.cjs");
  Shop shop("email for a mail server on this machine",
            {{"port: 25", absl::StrCat("port: ", sink.port())}});
  shop.AddCustomer("dead@example.test");
  shop.Note("one");
  shop.Note("two");
  ASSERT_EQ(shop.gateway->Messages().size(), 2U);
  EXPECT_EQ(shop.gateway->Messages()[1].channel, "sms");
  const auto decisions = shop.gateway->client.Explain("anna");
  EXPECT_THAT(WhyOf(decisions, "failed"), HasSubstr("550 5.1.1 no such user"));
  bool dead = false;
  const v1::GetCustomerResponse anna = shop.gateway->client.GetCustomer("anna");
  for (const auto& address : anna.addresses()) {
    if (address.channel() == v1::CHANNEL_EMAIL) dead = address.dead();
  }
  EXPECT_TRUE(dead);
}

TEST_F(ProvidersTest, TheExampleForWebhooksCallsThem) {
  NodeProcess receiver("tests/support/webhook_receiver.cjs", {kSecret, own_.certificate, own_.key});
  Shop shop("sms by a webhook", {{"https://sms-bridge.example.com/messages",
                                  absl::StrCat("https://localhost:", receiver.port(),
                                               "/200\n      ca_file: ", own_.certificate,
                                               "\n      allow_private: [127.0.0.1, '::1']")},
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
  Shop shop("sms by a webhook", {{"https://sms-bridge.example.com/messages",
                                  absl::StrCat("https://localhost:", receiver.port(),
                                               "/504\n      ca_file: ", own_.certificate,
                                               "\n      allow_private: [127.0.0.1, '::1']")},
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
              HasSubstr(absl::StrCat(path, ":2:18: \"\": expected an address such as")));
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
