// What comes back over the HTTP port of usherd, as the documentation configures it.

#include <map>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/example_shop.h"
#include "tests/support/http_call.h"
#include "tests/support/node_process.h"

namespace usher::integration {
namespace {

using support::Call;
using support::HttpAnswered;
using support::NodeProcess;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kNotes[] = R"(
journey: notes
enter: { on: Note, key: event.n }
goal: { event: Message Clicked, within: 7d }
steps:
  - send: { id: note, channels: [email], template: note, category: news, expire: 2d }
  - wait: { for: 1d }
templates:
  note:
    email:
      subject: "Grüße {{ event.n }}"
      text: "See https://shop.example.test/{{ event.n }}?a=1&b=2"
      html: '<p>See <a href="https://shop.example.test/{{ event.n }}?a=1&amp;b=2">this</a></p>'
)";

constexpr char kBrowser[] =
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
constexpr char kRelaySecret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

// Where usherd says that HTTP is.
std::string HttpAddress(const RunningGateway& gateway) {
  const std::string log = gateway.process.stderr_text();
  const std::string mark = "\"http\":\"";
  const std::size_t at = log.find(mark);
  EXPECT_NE(at, std::string::npos) << log;
  if (at == std::string::npos) return "";
  const std::size_t start = at + mark.size();
  return log.substr(start, log.find('"', start) - start);
}

// The rest of `text` after `mark`, up to one of `ends`.
std::string After(const std::string& text, const std::string& mark, const std::string& ends) {
  const std::size_t at = text.find(mark);
  EXPECT_NE(at, std::string::npos) << mark << " in " << text;
  if (at == std::string::npos) return "";
  const std::size_t start = at + mark.size();
  return text.substr(start, text.find_first_of(ends, start) - start);
}

class HttpPortTest : public testing::Test {
 protected:
  HttpPortTest()
      : shop_("docs/http.md", "mail whose links come back",
              {{"port: 25", absl::StrCat("port: ", sink_.port())}, {"/etc/usher/", "FOLDER/"}},
              {{"unsubscribe-key", "some key"},
               {"link-key", "a key"},
               {"relay-secrets", kRelaySecret}},
              kNotes, {"--http-listen", "127.0.0.1:0"}),
        address_(HttpAddress(*shop_.gateway)) {
    shop_.AddCustomer({{v1::CHANNEL_EMAIL, "anna@example.test"}});
    shop_.Note("one");
    mail_ = sink_.Next();
  }

  HttpAnswered Browse(const std::string& path) {
    return Call(address_, {"GET", path, {{"User-Agent", kBrowser}}, ""});
  }
  bool HasConsent(const std::string& category) {
    const v1::GetCustomerResponse anna = shop_.gateway->client.GetCustomer("anna");
    for (const auto& consent : anna.consents()) {
      if (consent.channel() == v1::CHANNEL_EMAIL && consent.category() == category) {
        return consent.granted();
      }
    }
    return true;
  }

  NodeProcess sink_{"tests/support/smtp_sink.cjs"};
  ExampleShop shop_;
  const std::string address_;
  std::map<std::string, std::string> mail_;
};

TEST_F(HttpPortTest, ALinkInMailLeadsOnAndTellsThatItWasFollowed) {
  const std::string base = "https://go.shop.example/c/";
  EXPECT_THAT(mail_["html"], HasSubstr("<a href=\"" + base));
  const std::string html = "/c/" + After(mail_["html"], base, "\"");
  const std::string text = "/c/" + After(mail_["text"], base, " \n");
  EXPECT_EQ(html, text) << "one link is one, wherever it stands";
  const HttpAnswered answer = Browse(html);
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.headers.at("location"), "https://shop.example.test/one?a=1&b=2");
  shop_.gateway->client.AdvanceTo(shop_.gateway->client.Now());
  EXPECT_EQ(shop_.gateway->client.Stats("notes").goals(), 1U);
  EXPECT_EQ(Browse(html + "x").status, 404);
}

TEST_F(HttpPortTest, AnImageInMailTellsThatItWasLookedAt) {
  const std::string path =
      "/o/" + After(mail_["html"], "<img src=\"https://go.shop.example/o/", "\"");
  EXPECT_EQ(Browse(path).headers.at("content-type"), "image/gif");
}

TEST_F(HttpPortTest, OneClickEndsMessagesOfTheKind) {
  const std::string path = "/u/" + After(mail_["unsubscribe"], "<https://go.shop.example/u/", ">");
  EXPECT_EQ(mail_["unsubscribe_post"], "List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  EXPECT_THAT(Browse(path).body, HasSubstr("<form method=\"post\">"));
  EXPECT_TRUE(HasConsent("news")) << "looking is not asking";
  EXPECT_EQ(Call(address_, {"POST",
                            path,
                            {{"Content-Type", "application/x-www-form-urlencoded"}},
                            "List-Unsubscribe=One-Click"})
                .status,
            200);
  EXPECT_FALSE(HasConsent("news"));
  shop_.Note("two");
  EXPECT_EQ(shop_.Outcomes("sent"), 1U);
}

TEST_F(HttpPortTest, AMailServiceOfTheShopsReports) {
  const std::string body = R"([{"kind":"unsubscribed","customer_id":"anna","category":"news"}])";
  const std::string now = absl::StrCat(absl::ToUnixSeconds(absl::Now()));
  const auto report = [&](const std::string& signature) {
    return Call(address_, {"POST",
                           "/hooks/email",
                           {{"webhook-id", "msg_1"},
                            {"webhook-timestamp", now},
                            {"webhook-signature", signature}},
                           body})
        .status;
  };
  EXPECT_EQ(report("v1,AAAA"), 403);
  EXPECT_TRUE(HasConsent("news"));
  const NodeProcess signer("tests/support/sign_inbound.cjs",
                           {"webhook", kRelaySecret, "msg_1", now, body});
  EXPECT_EQ(report(signer.First("signature")), 200);
  EXPECT_FALSE(HasConsent("news"));
}

TEST_F(HttpPortTest, TellsItsHealthAndStopsInOrder) {
  EXPECT_EQ(Browse("/healthz").status, 200);
  EXPECT_EQ(Browse("/readyz").status, 200);
  EXPECT_EQ(shop_.gateway->process.Terminate(), 0);
}

TEST(HttpPortOptionsTest, WithoutItNothingListens) {
  const RunningGateway gateway;
  EXPECT_EQ(HttpAddress(gateway), "");
}

TEST(HttpPortOptionsTest, AnAddressThatIsNoneKeepsTheGatewayFromStarting) {
  const support::ScratchDir folder;
  const auto end =
      support::RunUsherd({"--data-dir", folder.path() + "/data", "--http-listen", "nonsense"});
  EXPECT_EQ(end.status, 1);
  EXPECT_THAT(end.stderr_text, HasSubstr("nonsense: expected HOST:PORT, such as 0.0.0.0:7380"));
}

TEST(ProvidersThatCallTest, TheExampleTakesCallbacks) {
  const std::string account = "AC0123456789abcdef0123456789abcdef";
  ExampleShop shop("docs/http.md", "providers that call back", {{"/etc/usher/", "FOLDER/"}},
                   {{"twilio-auth-token", "a token"},
                    {"whatsapp-token", "a token"},
                    {"whatsapp-app-secret", "a secret"},
                    {"whatsapp-verify-token", "word"},
                    {"telegram-token", "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"},
                    {"telegram-secret-token", "another_word"}},
                   kNotes, {"--http-listen", "127.0.0.1:0"});
  const std::string address = HttpAddress(*shop.gateway);
  const std::string form = "MessageSid=SM1&From=%2B436601234567&Body=Hello";
  const NodeProcess signer("tests/support/sign_inbound.cjs",
                           {"twilio", "a token", "https://shop.example.com/hooks/sms", form});
  const auto call = [&](const std::string& signature) {
    return Call(address, {"POST",
                          "/hooks/sms",
                          {{"Content-Type", "application/x-www-form-urlencoded"},
                           {"X-Twilio-Signature", signature}},
                          form});
  };
  EXPECT_EQ(call(signer.First("signature")).body, "<Response/>");
  EXPECT_EQ(call("AAAA").status, 403);
  EXPECT_EQ(Call(address, {"GET",
                           "/hooks/whatsapp?hub.mode=subscribe&hub.verify_token=word"
                           "&hub.challenge=1158201444",
                           {},
                           ""})
                .body,
            "1158201444");
  EXPECT_EQ(Call(address, {"POST",
                           "/hooks/chat",
                           {{"X-Telegram-Bot-Api-Secret-Token", "another_word"}},
                           "{\"update_id\":1}"})
                .status,
            200);
  EXPECT_EQ(Call(address, {"POST", "/hooks/push", {}, "{}"}).status, 404);
}

constexpr char kTexts[] = R"(
journey: notes
enter: { on: Note, key: event.n }
goal: { event: Message Delivered, within: 7d }
steps:
  - send: { id: note, channels: [sms], template: note, expire: 2d }
  - wait: { for: 1d }
templates:
  note:
    sms: { text: "Hi {{ event.n }}" }
)";

TEST(ProvidersThatCallTest, WhatTwilioTellsConcernsWhomTheTextWentTo) {
  const std::string account = "AC0123456789abcdef0123456789abcdef";
  NodeProcess twilio("tests/support/twilio_fake.cjs", {account, account, "a token"});
  const std::string from = "from: \"+15005550006\"";
  ExampleShop shop("docs/http.md", "providers that call back",
                   {{"/etc/usher/", "FOLDER/"},
                    {from, absl::StrCat(from, "\n      endpoint: { url: 'http://127.0.0.1:",
                                        twilio.port(), "', allow_private: [127.0.0.1] }")}},
                   {{"twilio-auth-token", "a token"},
                    {"whatsapp-token", "a token"},
                    {"whatsapp-app-secret", "a secret"},
                    {"whatsapp-verify-token", "word"},
                    {"telegram-token", "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"},
                    {"telegram-secret-token", "another_word"}},
                   kTexts, {"--http-listen", "127.0.0.1:0"});
  const std::string address = HttpAddress(*shop.gateway);
  shop.AddCustomer({{v1::CHANNEL_SMS, "+43 660 1234567"}});
  shop.Note("one");
  const std::string callback = twilio.Next()["StatusCallback"];
  EXPECT_THAT(callback, StartsWith("https://shop.example.com/hooks/sms?send_id="));
  // As Twilio, which calls whatever URL it was given.
  const auto call = [&](const std::string& url, const std::string& form) {
    const NodeProcess signer("tests/support/sign_inbound.cjs", {"twilio", "a token", url, form});
    return Call(address, {"POST",
                          url.substr(url.find("/hooks")),
                          {{"Content-Type", "application/x-www-form-urlencoded"},
                           {"X-Twilio-Signature", signer.First("signature")}},
                          form})
        .status;
  };
  const std::string delivered = "MessageSid=SM1&MessageStatus=delivered&To=%2B436601234567";
  EXPECT_EQ(call(callback, delivered), 204);
  EXPECT_EQ(call(callback, delivered), 204);
  EXPECT_EQ(shop.gateway->client.Stats("notes").goals(), 1U);
  EXPECT_EQ(
      call("https://shop.example.com/hooks/sms", "MessageSid=SM2&From=%2B436601234567&Body=STOP"),
      200);
  shop.Note("two");
  EXPECT_EQ(shop.Outcomes("sent"), 1U) << "who answered STOP gets no more";
}

}  // namespace
}  // namespace usher::integration
