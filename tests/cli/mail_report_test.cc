// What mails say that come back.

#include "cli/mail_report.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::cli {
namespace {

using testing::HasSubstr;

// As Postfix writes them, with the headers of a mail of ours.
constexpr char kBounce[] =
    "Return-Path: <>\r\n"
    "From: MAILER-DAEMON@mx.example.com (Mail Delivery System)\r\n"
    "Subject: Undelivered Mail Returned to Sender\r\n"
    "To: bounces@shop.example.com\r\n"
    "Auto-Submitted: auto-replied\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/report; report-type=delivery-status;\r\n"
    " boundary=\"=_b\"\r\n"
    "\r\n"
    "This is a MIME-encapsulated message.\r\n"
    "\r\n"
    "--=_b\r\n"
    "Content-Description: Notification\r\n"
    "Content-Type: text/plain; charset=us-ascii\r\n"
    "\r\n"
    "I'm sorry to have to inform you that your message could not be delivered.\r\n"
    "\r\n"
    "--=_b\r\n"
    "Content-Description: Delivery report\r\n"
    "Content-Type: message/delivery-status\r\n"
    "\r\n"
    "Reporting-MTA: dns; mx.example.com\r\n"
    "Arrival-Date: Mon, 2 Mar 2026 10:00:00 +0000 (UTC)\r\n"
    "\r\n"
    "Final-Recipient: rfc822; ada.forwarded@example.net\r\n"
    "Original-Recipient: rfc822;ada@example.org\r\n"
    "Action: failed\r\n"
    "Status: 5.1.1\r\n"
    "Remote-MTA: dns; mail.example.org\r\n"
    "Diagnostic-Code: smtp; 550 5.1.1 <ada@example.org>: Recipient address\r\n"
    "    rejected: User unknown\r\n"
    "\r\n"
    "--=_b\r\n"
    "Content-Description: Undelivered Message Headers\r\n"
    "Content-Type: text/rfc822-headers\r\n"
    "\r\n"
    "Return-Path: <bounces@shop.example.com>\r\n"
    "From: Shop <shop@example.com>\r\n"
    "To: ada@example.org\r\n"
    "Message-ID: <0123456789abcdef@example.com>\r\n"
    "Usher-Message:\r\n"
    " m1.eyJjdXN0b21lcl9pZCI6ImMxIn0\r\n"
    " .c2lnbmF0dXJl\r\n"
    "\r\n"
    "--=_b--\r\n";

std::string Bounce(const std::vector<std::pair<std::string, std::string>>& changes = {}) {
  std::string mail = kBounce;
  for (const auto& [from, to] : changes) {
    EXPECT_THAT(mail, HasSubstr(from));
    mail = absl::StrReplaceAll(mail, {{from, to}});
  }
  return mail;
}

v1::Feedback Only(const std::string& mail) {
  const MailReports read = ReadMailReports(mail);
  EXPECT_EQ(read.reports.size(), 1U) << read.why;
  return read.reports.empty() ? v1::Feedback() : read.reports[0];
}

TEST(MailReportTest, ANotificationOfFailureIsABounceOfTheAddressWeWroteTo) {
  const v1::Feedback report = Only(Bounce());
  EXPECT_EQ(report.kind(), v1::FEEDBACK_KIND_BOUNCED);
  EXPECT_TRUE(report.permanent());
  EXPECT_EQ(report.address(), "ada@example.org");
  EXPECT_EQ(report.token(), "m1.eyJjdXN0b21lcl9pZCI6ImMxIn0.c2lnbmF0dXJl");
  EXPECT_EQ(report.detail(),
            "550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown");
  EXPECT_EQ(Only(Bounce()).id(), report.id()) << "the same mail again";
  EXPECT_NE(Only(Bounce({{".c2lnbmF0dXJl", ".b3RoZXI"}})).id(), report.id());
}

TEST(MailReportTest, LinesMayEndAsOnUnix) {
  EXPECT_TRUE(Only(Bounce({{"\r\n", "\n"}})).permanent());
}

TEST(MailReportTest, WhatIsNotTheAddresssFaultIsNotForGood) {
  for (const char* status : {"5.2.2", "5.7.1", "4.2.2", "5.0.0", "nonsense", "5.1.1.1"}) {
    const v1::Feedback report =
        Only(Bounce({{"Status: 5.1.1", absl::StrCat("Status: ", status)}, {"550 5.1.1", "550"}}));
    EXPECT_FALSE(report.permanent()) << status;
    EXPECT_EQ(report.kind(), v1::FEEDBACK_KIND_BOUNCED);
  }
}

TEST(MailReportTest, TheExactStatusMayStandInTheServersWords) {
  EXPECT_TRUE(Only(Bounce({{"Status: 5.1.1", "Status: 5.0.0"}})).permanent());
  EXPECT_TRUE(Only(Bounce({{"Status: 5.1.1\r\n", ""}})).permanent());
  EXPECT_TRUE(
      Only(Bounce({{"Status: 5.1.1", "Status: 5.0.0"}, {"550 5.1.1", "550-5.1.1"}})).permanent());
}

TEST(MailReportTest, WhatIsNotTheEndIsNotReported) {
  for (const char* action : {"delayed", "relayed", "expanded", ""}) {
    const MailReports read =
        ReadMailReports(Bounce({{"Action: failed", absl::StrCat("Action: ", action)}}));
    EXPECT_TRUE(read.reports.empty()) << action;
    EXPECT_EQ(read.why, "the notification tells of no end, such as failed");
  }
  EXPECT_EQ(Only(Bounce({{"Action: failed", "Action: Delivered"}})).kind(),
            v1::FEEDBACK_KIND_DELIVERED);
}

TEST(MailReportTest, TheWholeMailMayComeBack) {
  const v1::Feedback report =
      Only(Bounce({{"Content-Type: text/rfc822-headers", "Content-Type: message/rfc822"}}));
  EXPECT_EQ(report.token(), "m1.eyJjdXN0b21lcl9pZCI6ImMxIn0.c2lnbmF0dXJl");
  EXPECT_EQ(report.address(), "ada@example.org");
}

TEST(MailReportTest, WithoutItsToTheRecipientIsTheAddress) {
  EXPECT_EQ(Only(Bounce({{"To: ada@example.org\r\nMess", "Mess"}})).address(), "ada@example.org");
  EXPECT_EQ(Only(Bounce({{"To: ada@example.org\r\nMess", "Mess"},
                         {"Original-Recipient: rfc822;ada@example.org\r\n", ""}}))
                .address(),
            "ada.forwarded@example.net");
}

TEST(MailReportTest, AComplaintIsOne) {
  const std::vector<std::pair<std::string, std::string>> complaint = {
      {"report-type=delivery-status", "report-type=feedback-report"},
      {"Content-Type: message/delivery-status", "Content-Type: message/feedback-report"},
      {"Reporting-MTA: dns; mx.example.com", "Feedback-Type: abuse\r\nUser-Agent: Mailbox/1.0"}};
  const v1::Feedback report = Only(Bounce(complaint));
  EXPECT_EQ(report.kind(), v1::FEEDBACK_KIND_COMPLAINED);
  EXPECT_EQ(report.detail(), "abuse Mailbox/1.0");
  EXPECT_FALSE(report.permanent());
  const MailReports other =
      ReadMailReports(absl::StrReplaceAll(Bounce(complaint), {{"abuse", "not-spam"}}));
  EXPECT_TRUE(other.reports.empty());
  EXPECT_EQ(other.why, "the report is no complaint but of type \"not-spam\"");
}

TEST(MailReportTest, WhatIsNoReportAboutAMailOfOursIsLeftAlone) {
  EXPECT_EQ(ReadMailReports("").why, "it is no mail");
  EXPECT_EQ(ReadMailReports("Subject: Hi\r\n\r\nI am on holiday.\r\n").why, "it is no report");
  EXPECT_EQ(ReadMailReports(Bounce({{"Usher-Message", "Other-Message"}})).why,
            "it is not about a mail with the header Usher-Message");
  EXPECT_EQ(ReadMailReports(Bounce({{"message/delivery-status", "text/plain"}})).why,
            "it is neither a delivery status notification nor an abuse report");
}

TEST(MailReportTest, ManyRecipientsAreBounded) {
  std::string group;
  for (int i = 0; i < 10'000; ++i) {
    absl::StrAppend(&group,
                    "Final-Recipient: rfc822; ada@example.org\r\nAction: failed\r\nStatus: 5.1.",
                    i % 900, "\r\n\r\n");
  }
  const MailReports read = ReadMailReports(Bounce(
      {{"Reporting-MTA: dns; mx.example.com\r\n", "Reporting-MTA: dns; x\r\n\r\n" + group}}));
  EXPECT_LE(read.reports.size(), 100U);
  EXPECT_FALSE(read.reports.empty());
}

TEST(MailReportTest, AnyBytesAreReadWithoutHarm) {
  std::uint32_t seed = 11;
  const auto next = [&seed] { return (seed = seed * 1664525 + 1013904223) >> 8; };
  const std::string whole = Bounce();
  for (int i = 0; i < 2'000; ++i) {
    std::string mail = whole;
    for (int change = 0; change < 4; ++change) {
      mail[next() % mail.size()] = static_cast<char>(next());
    }
    if (next() % 4 == 0) mail.resize(next() % mail.size());
    for (const v1::Feedback& report : ReadMailReports(mail).reports) {
      EXPECT_LE(report.detail().size(), 512U);
      std::string bytes;
      EXPECT_TRUE(report.SerializeToString(&bytes));
    }
  }
  // Parts within parts within parts.
  std::string nested = "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n";
  for (int i = 0; i < 5'000; ++i) {
    absl::StrAppend(&nested, "Content-Type: multipart/mixed; boundary=b", i, "\r\n\r\n--b", i,
                    "\r\n");
  }
  EXPECT_TRUE(ReadMailReports(nested).reports.empty());
  std::string messages = "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n";
  for (int i = 0; i < 20'000; ++i)
    absl::StrAppend(&messages, "Content-Type: message/rfc822\r\n\r\n");
  EXPECT_TRUE(ReadMailReports(messages).reports.empty());
}

}  // namespace
}  // namespace usher::cli
