// Mails that come back, as a mail server hands them to `usherctl feedback bounce`.

#include <array>
#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include <sys/wait.h>

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
  - send: { id: note, channels: [email], template: note, expire: 2d }
templates:
  note:
    email: { subject: Note, text: "{{ event.n }}" }
)";

// What became of the command, with what it wrote.
struct Ended {
  int code = -1;
  std::string text;
};

class BounceMailTest : public testing::Test {
 protected:
  BounceMailTest() {
    shop_.AddCustomer({{v1::CHANNEL_EMAIL, "anna@example.test"}});
    shop_.Note("one");
    header_ = sink_.Next()["usher_message"];
    EXPECT_THAT(header_, HasSubstr("Usher-Message:"));
  }

  // A report about the mail that was sent, made of two parts after the words for people.
  std::string Mail(const std::string& type, const std::string& content) const {
    return absl::StrReplaceAll(
        absl::StrCat("From: MAILER-DAEMON@mx.example.com\n"
                     "To: bounces@shop.example.com\n"
                     "MIME-Version: 1.0\n"
                     "Content-Type: multipart/report; report-type=",
                     type,
                     "; boundary=\"=_b\"\n\n"
                     "--=_b\nContent-Type: text/plain\n\nSomething happened.\n\n"
                     "--=_b\nContent-Type: message/",
                     type, "\n\n", content,
                     "\n--=_b\nContent-Type: text/rfc822-headers\n\n"
                     "From: Shop <shop@example.com>\nTo: anna@example.test\n",
                     header_, "\n\n--=_b--\n"),
        {{"\r\n", "\r\n"}, {"\n", "\r\n"}});
  }
  std::string Bounce(const std::string& status) const {
    return Mail("delivery-status",
                absl::StrCat("Reporting-MTA: dns; mx.example.com\n\n"
                             "Final-Recipient: rfc822; anna@example.test\nAction: failed\nStatus: ",
                             status, "\nDiagnostic-Code: smtp; 550 ", status, " as said\n"));
  }
  std::string Complaint() const {
    return Mail("feedback-report", "Feedback-Type: abuse\nUser-Agent: Mailbox/1.0\nVersion: 1\n");
  }

  // Hands a mail over on standard input, or else as a file.
  Ended HandOver(const std::string& mail, bool as_file = false) const {
    const std::string path = shop_.folder.path() + "/mail";
    std::ofstream(path) << mail;
    const std::string command = absl::StrCat(
        USHERCTL_PATH, " --server ", shop_.gateway->process.address(),
        " feedback bounce --retry-for 1s", as_file ? " --file " : " < ", path, " 2>&1");
    Ended ended;
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return ended;
    std::array<char, 1024> buffer;
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) ended.text += buffer.data();
    const int status = pclose(pipe);
    if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
    return ended;
  }
  // How many mails were sent in all, after another was wanted.
  std::uint64_t SentAfterAnother() {
    shop_.Note("another");
    return shop_.Outcomes("sent");
  }
  std::string Why(const std::string& what) {
    return WhyOf(shop_.gateway->client.Explain("anna"), what);
  }

  NodeProcess sink_{"tests/support/smtp_sink.cjs", {}};
  ExampleShop shop_{
      "docs/providers/smtp.md",
      "email for a mail server on this machine",
      {{"port: 25", absl::StrCat("port: ", sink_.port(), "\n      token_key_file: FOLDER/key")}},
      {{"key", "some key"}},
      kNote};
  std::string header_;  // Usher-Message, as it was sent
};

TEST_F(BounceMailTest, AfterAHardBounceNothingIsSentToTheAddress) {
  const Ended ended = HandOver(Bounce("5.1.1"));
  EXPECT_EQ(ended.code, 0) << ended.text;
  EXPECT_EQ(ended.text, "reported 1, duplicates 0\n");
  EXPECT_TRUE(shop_.IsDead(v1::CHANNEL_EMAIL));
  EXPECT_EQ(Why("feedback"), "bounced, the address is dead: 550 5.1.1 as said");
  EXPECT_EQ(SentAfterAnother(), 1U);
  EXPECT_EQ(shop_.Outcomes("unreachable"), 1U);
  EXPECT_EQ(HandOver(Bounce("5.1.1"), /*as_file=*/true).text, "reported 0, duplicates 1\n");
}

TEST_F(BounceMailTest, AFullMailboxIsNoDeadAddress) {
  EXPECT_EQ(HandOver(Bounce("5.2.2"), /*as_file=*/true).text, "reported 1, duplicates 0\n");
  EXPECT_EQ(Why("feedback"), "bounced for now: 550 5.2.2 as said");
  EXPECT_EQ(SentAfterAnother(), 2U);
}

TEST_F(BounceMailTest, AfterAComplaintNoMoreIsSent) {
  const Ended ended = HandOver(Complaint());
  EXPECT_EQ(ended.code, 0) << ended.text;
  EXPECT_EQ(ended.text, "reported 1, duplicates 0\n");
  EXPECT_EQ(Why("consent"), "withdrawn, source spam complaint");
  EXPECT_EQ(SentAfterAnother(), 1U);
  EXPECT_EQ(shop_.Outcomes("opted_out"), 1U);
}

TEST_F(BounceMailTest, WhoeverMakesUpABounceIsRefused) {
  std::string& forged = header_;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
  const Ended ended = HandOver(Bounce("5.1.1"));
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.text, HasSubstr("INVALID_ARGUMENT: token: "));
  EXPECT_FALSE(shop_.IsDead(v1::CHANNEL_EMAIL));
}

TEST_F(BounceMailTest, WithoutAGatewayTheMailServerIsToTryAgain) {
  shop_.gateway->process.Kill9();
  EXPECT_EQ(HandOver(Bounce("5.1.1")).code, 75);
  shop_.gateway->process.Restart();
  EXPECT_EQ(HandOver(Bounce("5.1.1")).text, "reported 1, duplicates 0\n");
  EXPECT_EQ(HandOver("Subject: Hi\r\n\r\nI am on holiday.\r\n").text,
            "nothing to report: it is no report\n");
}

}  // namespace
}  // namespace usher::integration
