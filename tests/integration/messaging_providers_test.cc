// Text messages and chats that leave through real providers, as the documentation configures them.

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/example_shop.h"
#include "tests/support/node_process.h"

namespace usher::integration {
namespace {

using support::NodeProcess;
using testing::HasSubstr;

// Where an API on this machine is, beside the last field of its provider.
std::string Endpoint(const NodeProcess& api) {
  return absl::StrCat("\n      endpoint: { url: 'http://127.0.0.1:", api.port(),
                      "', allow_private: [127.0.0.1] }");
}

constexpr char kTexts[] = R"(
journey: notes
enter: { on: Note, key: event.n }
steps:
  - send: { id: note, channels: [sms], template: note, expire: 2d }
templates:
  note:
    sms: { text: "Grüße {{ event.n }}" }
)";

// Of each reply that asks for the mug a run.
constexpr char kAnswered[] = R"(
journey: answered
enter: { on: Message Replied, when: event.text == "Is the mug blue?", key: event.message_id }
steps:
  - wait: { for: 1d }
)";

constexpr char kAccount[] = "AC0123456789abcdef0123456789abcdef";
constexpr char kService[] = "MG0123456789abcdef0123456789abcdef";

TEST(MessagingProvidersTest, TheExampleForTwilioSendsTexts) {
  NodeProcess twilio("tests/support/twilio_fake.cjs", {kAccount, kAccount, "a token"});
  ExampleShop shop("docs/providers/sms.md", "sms by Twilio",
                   {{"/etc/usher/twilio-auth-token", "FOLDER/token"},
                    {kService, absl::StrCat(kService, Endpoint(twilio))}},
                   {{"token", "a token"}}, kTexts);
  shop.AddCustomer({{v1::CHANNEL_SMS, "+43 660 1234567"}});
  shop.Note("one");
  auto got = twilio.Next();
  EXPECT_EQ(got["To"], "+436601234567");
  EXPECT_EQ(got["Body"], "Grüße one");
  EXPECT_EQ(got["MessagingServiceSid"], kService);
  EXPECT_EQ(shop.Outcomes("sent"), 1U);
}

TEST(MessagingProvidersTest, WhoAnsweredStopAtTwilioGetsNoMoreTexts) {
  NodeProcess twilio("tests/support/twilio_fake.cjs", {kAccount, kAccount, "a token"});
  ExampleShop shop("docs/providers/sms.md", "sms by Twilio",
                   {{"/etc/usher/twilio-auth-token", "FOLDER/token"},
                    {kService, absl::StrCat(kService, Endpoint(twilio))}},
                   {{"token", "a token"}}, kTexts);
  shop.AddCustomer({{v1::CHANNEL_SMS, "+15005550004"}});
  shop.Note("one");
  shop.Note("two");
  EXPECT_EQ(shop.Outcomes("sent"), 0U);
  EXPECT_EQ(shop.Outcomes("failed"), 1U);
  std::string reasons;
  for (const auto& decision : shop.gateway->client.Explain("anna")) reasons += decision.why();
  EXPECT_THAT(reasons, HasSubstr("Twilio 21610 Attempt to send to unsubscribed recipient"));
}

TEST(MessagingProvidersTest, TheExampleForSmppSendsTexts) {
  const support::ScratchDir folder;
  const support::SelfSigned own(folder.path());
  NodeProcess centre("tests/support/smpp_peer.cjs",
                     {"usher", "a password", "--certificate", own.certificate, "--key", own.key});
  ExampleShop shop(
      "docs/providers/sms.md", "sms by SMPP",
      {{"/etc/usher/smpp-password", "FOLDER/password"},
       {"smpp.example.com", "localhost"},
       {"port: 3550", absl::StrCat("port: ", centre.port(), "\n      ca_file: ", own.certificate)}},
      {{"password", "a password"}}, kTexts);
  shop.AddCustomer({{v1::CHANNEL_SMS, "+43 660 1234567"}});
  shop.Note("one");
  EXPECT_EQ(centre.Next()["right"], "true");
  auto got = centre.Next();
  EXPECT_EQ(got["to"], "436601234567");
  EXPECT_EQ(got["from"], "Shop");
  EXPECT_EQ(got["text"], "Grüße one");
  EXPECT_EQ(shop.Outcomes("sent"), 1U);
}

// The example for SMPP without TLS.
ExampleShop ShopAt(const NodeProcess& centre) {
  return ExampleShop(
      "docs/providers/sms.md", "sms by SMPP",
      {{"/etc/usher/smpp-password", "FOLDER/password"},
       {"smpp.example.com", "localhost"},
       {"port: 3550", absl::StrCat("port: ", centre.port(), "\n      security: none")}},
      {{"password", "a password"}}, kTexts);
}

TEST(MessagingProvidersTest, ANumberThatTheCentreDoesNotKnowIsDead) {
  NodeProcess centre("tests/support/smpp_peer.cjs", {"usher", "a password"});
  ExampleShop shop = ShopAt(centre);
  shop.AddCustomer({{v1::CHANNEL_SMS, "+43660990011"}});
  shop.Note("one");
  EXPECT_EQ(shop.Outcomes("failed"), 1U);
  EXPECT_TRUE(shop.IsDead(v1::CHANNEL_SMS));
}

TEST(MessagingProvidersTest, WhoAnswersStopToACentreGetsNoMoreTexts) {
  NodeProcess centre("tests/support/smpp_peer.cjs", {"usher", "a password"});
  ExampleShop shop = ShopAt(centre);
  shop.AddCustomer({{v1::CHANNEL_SMS, "+43660920000"}});
  shop.Note("one");
  std::map<std::string, std::string> told;
  while (told["event"] != "reply_taken") told = centre.Next();
  EXPECT_EQ(told["status"], "0");
  shop.Note("two");
  EXPECT_EQ(shop.Outcomes("sent"), 1U);
  EXPECT_EQ(shop.Outcomes("opted_out"), 1U);
  EXPECT_EQ(WhyOf(shop.gateway->client.Explain("anna"), "consent"), "withdrawn, source stop word");
}

TEST(MessagingProvidersTest, AReceiptOfFailureIsABounce) {
  NodeProcess centre("tests/support/smpp_peer.cjs", {"usher", "a password"});
  ExampleShop shop = ShopAt(centre);
  shop.AddCustomer({{v1::CHANNEL_SMS, "+43660940000"}});
  shop.Note("one");
  std::map<std::string, std::string> told;
  while (told["event"] != "receipt_taken") told = centre.Next();
  EXPECT_EQ(told["status"], "0");
  EXPECT_EQ(WhyOf(shop.gateway->client.Explain("anna"), "feedback"),
            "bounced for now: SMPP UNDELIV, error 011");
}

TEST(MessagingProvidersTest, AReceiptThatKnowsNoSuchSubscriberMakesTheNumberDead) {
  NodeProcess centre("tests/support/smpp_peer.cjs", {"usher", "a password"});
  ExampleShop shop = ShopAt(centre);
  shop.AddCustomer({{v1::CHANNEL_SMS, "+43660910000"}});
  shop.Note("one");
  std::map<std::string, std::string> told;
  while (told["event"] != "receipt_taken") told = centre.Next();
  EXPECT_EQ(told["status"], "0");
  EXPECT_TRUE(shop.IsDead(v1::CHANNEL_SMS));
}

TEST(MessagingProvidersTest, ALongAnswerInPartsIsOneReply) {
  NodeProcess centre("tests/support/smpp_peer.cjs", {"usher", "a password"});
  ExampleShop shop = ShopAt(centre);
  shop.gateway->client.Apply(kAnswered);
  shop.AddCustomer({{v1::CHANNEL_SMS, "+43660921000"}});
  shop.Note("one");
  std::map<std::string, std::string> told;
  while (told["event"] != "parts_taken") told = centre.Next();
  EXPECT_EQ(told["status"], "0");
  EXPECT_EQ(shop.gateway->client.Stats("answered").entered(), 1U);
}

constexpr char kChats[] = R"(
journey: notes
enter: { on: Note, key: event.n }
steps:
  - send: { id: note, channels: [chat], template: note, expire: 2d }
templates:
  note:
    chat: { text: "Grüße {{ event.n }}", link: "https://shop.example.test/" }
)";

constexpr char kToken[] = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11";

TEST(MessagingProvidersTest, TheExampleForTelegramSendsChats) {
  NodeProcess telegram("tests/support/telegram_fake.cjs", {kToken});
  ExampleShop shop("docs/providers/chat.md", "chat by Telegram",
                   {{"/etc/usher/telegram-token", "FOLDER/token" + Endpoint(telegram)}},
                   {{"token", kToken}}, kChats);
  shop.AddCustomer({{v1::CHANNEL_CHAT, "7012345678"}});
  shop.Note("one");
  EXPECT_EQ(telegram.Next()["text"], "Grüße one\nhttps://shop.example.test/");
  EXPECT_EQ(shop.Outcomes("sent"), 1U);
}

TEST(MessagingProvidersTest, WhoBlocksTheBotIsNotReachedAnyMore) {
  NodeProcess telegram("tests/support/telegram_fake.cjs", {kToken});
  ExampleShop shop("docs/providers/chat.md", "chat by Telegram",
                   {{"/etc/usher/telegram-token", "FOLDER/token" + Endpoint(telegram)}},
                   {{"token", kToken}}, kChats);
  shop.AddCustomer({{v1::CHANNEL_CHAT, "4031"}});
  shop.Note("one");
  EXPECT_EQ(shop.Outcomes("failed"), 1U);
  EXPECT_TRUE(shop.IsDead(v1::CHANNEL_CHAT));
}

TEST(MessagingProvidersTest, TheExampleForMessengerSendsChats) {
  NodeProcess graph("tests/support/graph_fake.cjs",
                    {"messenger", "v23.0", "1029384756", "a token"});
  ExampleShop shop("docs/providers/chat.md", "chat by Messenger",
                   {{"/etc/usher/messenger-token", "FOLDER/token" + Endpoint(graph)}},
                   {{"token", "a token"}}, kChats);
  shop.AddCustomer({{v1::CHANNEL_CHAT, "6543210987654321"}});
  shop.Note("one");
  EXPECT_THAT(graph.Next()["body"], HasSubstr(R"({"id":"6543210987654321"})"));
  EXPECT_EQ(shop.Outcomes("sent"), 1U);
}

constexpr char kWhatsapps[] = R"(
journey: notes
enter: { on: Note, key: event.n }
steps:
  - send: { id: note, channels: [whatsapp], template: note, expire: 2d }
templates:
  note:
    whatsapp:
      replied_at: "{{ customer.whatsapp_replied_at }}"
      text: "Grüße {{ event.n }}"
      template: note
      language: de
      parameters: { 1: "{{ event.n }}" }
)";

TEST(MessagingProvidersTest, TheExampleForWhatsappSendsTemplatesAndFreeText) {
  NodeProcess graph("tests/support/graph_fake.cjs",
                    {"whatsapp", "v23.0", "106540352242922", "a token"});
  ExampleShop shop("docs/providers/whatsapp.md", "whatsapp by the Cloud API",
                   {{"/etc/usher/whatsapp-token", "FOLDER/token" + Endpoint(graph)}},
                   {{"token", "a token"}}, kWhatsapps);
  shop.AddCustomer({{v1::CHANNEL_WHATSAPP, "+436601234567"}});
  shop.Note("one");
  EXPECT_THAT(graph.Next()["body"], HasSubstr(R"("parameters":[{"type":"text","text":"one"}])"));
  v1::UpsertRequest reply;
  reply.set_customer_id("anna");
  (*reply.mutable_attributes()->mutable_fields())["whatsapp_replied_at"].set_string_value(
      absl::FormatTime(absl::RFC3339_full, shop.gateway->client.Now() - absl::Hours(1),
                       absl::UTCTimeZone()));
  shop.gateway->client.Must(&v1::CustomerService::Stub::Upsert, reply);
  shop.Note("two");
  EXPECT_THAT(graph.Next()["body"], HasSubstr(R"("body":"Grüße two")"));
  EXPECT_EQ(shop.Outcomes("sent"), 2U);
}

}  // namespace
}  // namespace usher::integration
