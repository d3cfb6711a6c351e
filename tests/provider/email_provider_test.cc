// Mail to a real mail server, read back by a parser of its own.

#include "provider/email_provider.h"

#include <filesystem>
#include <fstream>
#include <future>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/send_id.h"
#include "provider/message_token.h"
#include "provider/smtp_client.h"
#include "provider/unsubscribe_link.h"
#include "tests/support/node_process.h"
#include "tests/support/scripted_server.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;
using support::NodeProcess;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr char kSink[] = "tests/support/smtp_sink.cjs";

journey::Message MessageTo(const std::string& address) {
  journey::Message message;
  message.send_id = 0xABCDEF0123456789;
  message.attempt = 1;
  message.customer = base::CustomerId::Known("ada");
  message.channel = customer::Channel::kEmail;
  message.address = address;
  message.category = "marketing";
  message.content = {{"subject", "Your cart"}, {"text", "Hello"}};
  message.at = absl::FromUnixSeconds(1'772'445'600);
  return message;
}

class EmailTest : public testing::Test {
 protected:
  EmailTest() {
    folder_ = testing::TempDir() + "email-" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
    setting_.sender = {"shop@example.test", "Example Shop", "", ""};
    server_.host = "localhost";
    server_.security = SmtpSecurity::kNone;
    server_.connections = 1;
  }
  EmailTest(const EmailTest&) = delete;
  EmailTest& operator=(const EmailTest&) = delete;
  ~EmailTest() override { std::filesystem::remove_all(folder_); }

  std::shared_ptr<SecretFile> Secret(const std::string& text) {
    const std::string path = folder_ + "/secret";
    std::ofstream(path) << text;
    return *SecretFile::Open(path);
  }

  void Connect(int port, std::shared_ptr<SecretFile> password = nullptr,
               std::shared_ptr<SecretFile> key = nullptr,
               std::shared_ptr<SecretFile> token_key = nullptr) {
    server_.port = port;
    provider_ = std::make_unique<EmailProvider>(
        setting_, std::make_shared<SmtpClient>(server_, std::move(password)), std::move(key),
        std::move(token_key));
  }

  AttemptReport Send(const journey::Message& message) {
    std::promise<AttemptReport> report;
    provider_->Send(message, [&report](AttemptReport got) { report.set_value(std::move(got)); });
    return report.get_future().get();
  }
  AttemptReport SendTo(const std::string& address) { return Send(MessageTo(address)); }

  std::string folder_;
  EmailSetting setting_;
  SmtpServer server_;
  std::unique_ptr<EmailProvider> provider_;
};

TEST_F(EmailTest, ArrivesWithAllItsParts) {
  NodeProcess sink(kSink);
  setting_.sender = {"shop@example.test", "Café, \"Shop\"", "help@example.test", "id.example.test"};
  setting_.return_path = "bounces@example.test";
  server_.hello_name = "usher.example.test";
  Connect(sink.port());
  journey::Message message = MessageTo("ada@example.test");
  message.content = {{"subject", "Grüße an alle, die schon lange auf ihre 17 Bücher warten"},
                     {"preheader", "Nur heute < morgen"},
                     {"text", "Zeile eins\n.\n..zwei\n" + std::string(300, 'x') + " end"},
                     {"html", "<html><body class=\"a\"><p>Größe = 5 &lt; 6</p></body></html>"}};
  const AttemptReport report = Send(message);
  EXPECT_EQ(report.result, AttemptResult::kSent) << report.detail;
  auto mail = sink.Next();
  EXPECT_EQ(mail["subject"], "Grüße an alle, die schon lange auf ihre 17 Bücher warten");
  EXPECT_EQ(mail["from"], "\"Café, \\\"Shop\\\"\" <shop@example.test>");
  EXPECT_EQ(mail["to"], "ada@example.test");
  EXPECT_EQ(mail["reply_to"], "help@example.test");
  EXPECT_EQ(mail["envelope_from"], "bounces@example.test");
  EXPECT_EQ(mail["envelope_to"], "ada@example.test");
  EXPECT_EQ(mail["hello"], "usher.example.test");
  EXPECT_EQ(mail["message_id"], "<abcdef0123456789@id.example.test>");
  EXPECT_EQ(mail["date"], "2026-03-02T10:00:00.000Z");
  EXPECT_EQ(mail["text"], "Zeile eins\n.\n..zwei\n" + std::string(300, 'x') + " end");
  EXPECT_THAT(
      mail["html"],
      HasSubstr("<body class=\"a\"><div style=\"display:none;max-height:0;overflow:hidden\">"
                "Nur heute &lt; morgen</div><p>Größe = 5 &lt; 6</p></body>"));
  EXPECT_LE(std::stoi(mail["longest_line"]), 78);
}

TEST_F(EmailTest, NoContentCanAddAHeaderOrACommand) {
  NodeProcess sink(kSink);
  Connect(sink.port());
  journey::Message message = MessageTo("ada@example.test");
  message.content = {{"subject", "Hi\r\nBcc: eve@example.test\r\n\r\nbody"},
                     {"text", "x\r\n.\r\nMAIL FROM:<eve@example.test>\r\n"}};
  EXPECT_EQ(Send(message).result, AttemptResult::kSent);
  auto mail = sink.Next();
  EXPECT_EQ(mail["headers"],
            "date from to subject message-id mime-version content-type content-transfer-encoding");
  EXPECT_EQ(mail["envelope_to"], "ada@example.test");
  EXPECT_EQ(mail["text"], "x\n.\nMAIL FROM:<eve@example.test>\n");

  message.address = "ada@example.test>\r\nRCPT TO:<eve@example.test";
  const AttemptReport report = Send(message);
  EXPECT_EQ(report.result, AttemptResult::kRejected);
  EXPECT_EQ(report.detail, "the address is not one that mail can be sent to");
}

TEST_F(EmailTest, WithNeitherTextNorHtmlThereIsNothingToSend) {
  Connect(1);
  journey::Message message = MessageTo("ada@example.test");
  message.content = {{"withdraws", "abc"}};
  EXPECT_EQ(Send(message).result, AttemptResult::kRejected);
}

TEST_F(EmailTest, MarketingCanBeUnsubscribedFromByAClick) {
  NodeProcess sink(kSink);
  setting_.unsubscribe_url = "https://shop.example.test/u?t={token}&x=1";
  setting_.unsubscribe_mailto = "stop@example.test";
  Connect(sink.port(), nullptr, Secret("the key"));
  journey::Message message = MessageTo("ada@example.test");
  message.content = {{"subject", "Hi"},
                     {"text", "Stop: %unsubscribe_url%"},
                     {"html", "<a href=\"%unsubscribe_url%\">Stop</a>"}};
  EXPECT_EQ(Send(message).result, AttemptResult::kSent);
  auto mail = sink.Next();
  const std::string token = UnsubscribeToken(message, "the key");
  const std::string url = absl::StrCat("https://shop.example.test/u?t=", token, "&x=1");
  EXPECT_EQ(absl::StrReplaceAll(mail["unsubscribe"], {{"\r\n", ""}}),
            absl::StrCat("List-Unsubscribe: <", url, ">, <mailto:stop@example.test>"));
  EXPECT_EQ(mail["unsubscribe_post"], "List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  EXPECT_EQ(mail["text"], absl::StrCat("Stop: ", url));
  EXPECT_THAT(mail["html"], HasSubstr(absl::StrReplaceAll(url, {{"&", "&amp;"}})));

  message.category = "transactional";
  EXPECT_EQ(Send(message).result, AttemptResult::kSent);
  EXPECT_EQ(sink.Next()["unsubscribe"], "");
}

TEST_F(EmailTest, ATransactionalMailSaysWhichItIsToo) {
  NodeProcess sink(kSink);
  Connect(sink.port(), nullptr, nullptr, Secret("a key"));
  journey::Message message = MessageTo("ada@example.test");
  message.category = "transactional";
  EXPECT_EQ(Send(message).result, AttemptResult::kSent);
  EXPECT_EQ(absl::StrReplaceAll(sink.Next()["usher_message"], {{"\r\n", ""}, {" ", ""}}),
            "Usher-Message:" + MessageToken(kMailPurpose, message, "a key"));
}

TEST_F(EmailTest, OneConnectionCarriesManyMails) {
  NodeProcess sink(kSink);
  Connect(sink.port());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(SendTo("ada@example.test").result, AttemptResult::kSent);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(sink.Next()["session"], "1");
}

TEST_F(EmailTest, StartTlsVerifiesTheCertificate) {
  const support::SelfSigned own(folder_);
  NodeProcess sink(kSink, {"--tls", "starttls", "--cert", own.certificate, "--key", own.key});
  server_.security = SmtpSecurity::kStartTls;
  server_.ca_file = own.certificate;
  Connect(sink.port());
  EXPECT_EQ(SendTo("ada@example.test").result, AttemptResult::kSent);
  EXPECT_EQ(sink.Next()["secure"], "true");

  server_.ca_file.clear();
  Connect(sink.port());
  const AttemptReport report = SendTo("ada@example.test");
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
}

TEST_F(EmailTest, ImplicitTlsVerifiesTheCertificate) {
  const support::SelfSigned own(folder_);
  NodeProcess sink(kSink, {"--tls", "implicit", "--cert", own.certificate, "--key", own.key});
  server_.security = SmtpSecurity::kImplicit;
  server_.ca_file = own.certificate;
  Connect(sink.port());
  EXPECT_EQ(SendTo("ada@example.test").result, AttemptResult::kSent);
  EXPECT_EQ(sink.Next()["secure"], "true");

  server_.ca_file.clear();
  Connect(sink.port());
  EXPECT_THAT(SendTo("ada@example.test").detail, HasSubstr("certificate"));
}

TEST_F(EmailTest, NothingGoesOutUnprotectedWhereTlsIsAskedFor) {
  NodeProcess sink(kSink);
  server_.security = SmtpSecurity::kStartTls;
  Connect(sink.port());
  const AttemptReport report = SendTo("ada@example.test");
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
}

TEST_F(EmailTest, SignsInWithTheSecretOfTheMoment) {
  const support::SelfSigned own(folder_);
  NodeProcess sink(kSink, {"--tls", "implicit", "--cert", own.certificate, "--key", own.key,
                           "--user", "usher", "--password", "right"});
  server_.security = SmtpSecurity::kImplicit;
  server_.ca_file = own.certificate;
  server_.username = "usher";
  Connect(sink.port(), Secret("wrong"));
  const AttemptReport refused = SendTo("ada@example.test");
  EXPECT_EQ(refused.result, AttemptResult::kTemporary);
  EXPECT_TRUE(refused.provider_fault);
  EXPECT_EQ(refused.detail, "535 5.7.8 who are you");
  Secret("right");
  EXPECT_EQ(SendTo("ada@example.test").result, AttemptResult::kSent);
  EXPECT_EQ(sink.Next()["user"], "usher");
}

struct Reply {
  const char* recipient;
  AttemptResult result;
  const char* detail;
};

TEST_F(EmailTest, RepliesDecideTheOutcome) {
  NodeProcess sink(kSink);
  Connect(sink.port());
  const Reply replies[] = {
      {"dead", AttemptResult::kDeadAddress, "550 5.1.1 no such user"},
      {"blocked", AttemptResult::kRejected, "550 5.7.1 not from you"},
      {"bare", AttemptResult::kRejected, "550 no"},
      {"full", AttemptResult::kTemporary, "552 5.2.2 mailbox full"},
      {"grey", AttemptResult::kTemporary, "451 4.7.1 try again in five minutes"},
      {"closing", AttemptResult::kThrottled, "421 4.3.2 shutting down"},
      {"rated", AttemptResult::kThrottled, "450 4.7.28 too much mail from you"},
      {"spam", AttemptResult::kRejected, "554 5.7.1 looks like spam"},
      {"late", AttemptResult::kTemporary, "451 4.3.0 no room"},
      {"fine", AttemptResult::kSent, "250"},
  };
  for (const Reply& reply : replies) {
    const AttemptReport report = SendTo(absl::StrCat(reply.recipient, "@example.test"));
    EXPECT_EQ(report.result, reply.result) << reply.recipient << ": " << report.detail;
    EXPECT_THAT(report.detail, StartsWith(reply.detail));
    EXPECT_FALSE(report.provider_fault) << reply.recipient;
  }
}

TEST_F(EmailTest, AConnectionLostAfterTheTextIsUnknown) {
  NodeProcess sink(kSink);
  Connect(sink.port());
  const AttemptReport report = SendTo("dropped@example.test");
  EXPECT_EQ(report.result, AttemptResult::kUnknown) << report.detail;
  EXPECT_TRUE(report.provider_fault);
  EXPECT_EQ(SendTo("ada@example.test").result, AttemptResult::kSent);
}

TEST_F(EmailTest, AConnectionLostInTheMiddleOfALongTextIsNoMail) {
  NodeProcess sink(kSink);
  Connect(sink.port());
  journey::Message message = MessageTo("torn@example.test");
  message.content = {{"subject", "Hi"}, {"text", std::string(20'000'000, 'x')}};
  const AttemptReport report = Send(message);
  EXPECT_EQ(report.result, AttemptResult::kTemporary) << report.detail;
}

TEST_F(EmailTest, AServerThatDoesNotAnswerTheTextIsUnknown) {
  NodeProcess sink(kSink);
  server_.timeout = absl::Milliseconds(500);
  Connect(sink.port());
  EXPECT_EQ(SendTo("silent@example.test").result, AttemptResult::kUnknown);
}

TEST_F(EmailTest, AServerThatDoesNotGreetIsAFailureThatMayPass) {
  support::ScriptedServer mute(
      [](support::ServedConnection& connection) { connection.AwaitClose(); });
  server_.timeout = absl::Milliseconds(300);
  Connect(mute.port());
  const AttemptReport report = SendTo("ada@example.test");
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
}

TEST_F(EmailTest, AServerThatRefusesAllMailIsNotTheMessagesFault) {
  support::ScriptedServer closed([](support::ServedConnection& connection) {
    connection.Write("554 5.3.2 no service here\r\n");
  });
  Connect(closed.port());
  const AttemptReport report = SendTo("ada@example.test");
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
  EXPECT_THAT(report.detail, StartsWith("554 5.3.2"));
}

TEST_F(EmailTest, AServerThatNeverEndsItsGreetingIsCutOffByTheTimeout) {
  std::promise<void> gone;
  support::ScriptedServer endless([&](support::ServedConnection& connection) {
    while (connection.Write("220-" + std::string(400, 'x') + "\r\n")) {
    }
    gone.set_value();
  });
  server_.timeout = absl::Milliseconds(300);
  Connect(endless.port());
  const AttemptReport report = SendTo("ada@example.test");
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_LE(report.detail.size(), 200u);
  gone.get_future().get();
}

TEST_F(EmailTest, WhatAServerSaysIsCutAndCleaned) {
  support::ScriptedServer rude([](support::ServedConnection& connection) {
    connection.Write(absl::StrCat("421 \x1b[31m\xff", std::string(300, 'x'), "\r\n"));
  });
  Connect(rude.port());
  const AttemptReport report = SendTo("ada@example.test");
  EXPECT_EQ(report.detail.size(), 200u);
  EXPECT_THAT(report.detail, StartsWith("421  [31m?xxx"));
}

TEST_F(EmailTest, ShuttingDownBreaksOffWhatIsUnderWay) {
  std::promise<void> arrived;
  support::ScriptedServer mute([&](support::ServedConnection& connection) {
    arrived.set_value();
    connection.AwaitClose();
  });
  server_.timeout = absl::Hours(1);
  Connect(mute.port());
  std::promise<AttemptResult> first;
  std::promise<AttemptResult> second;
  provider_->Send(MessageTo("ada@example.test"),
                  [&](const AttemptReport& report) { first.set_value(report.result); });
  provider_->Send(MessageTo("ada@example.test"),
                  [&](const AttemptReport& report) { second.set_value(report.result); });
  arrived.get_future().get();
  provider_.reset();
  EXPECT_EQ(first.get_future().get(), AttemptResult::kTemporary);
  EXPECT_EQ(second.get_future().get(), AttemptResult::kTemporary);
}

}  // namespace
}  // namespace usher::provider
