// What Twilio posts, signed by Twilio's own package for Node.js.

#include "provider/twilio_inbound.h"

#include "tests/provider/inbound_fixture.h"

namespace usher::provider {
namespace {

using customer::Channel;
using messages::Feedback;
using messages::FeedbackKind;
using testing::HasSubstr;

constexpr char kUrl[] = "https://shop.example.test/hooks/sms";
constexpr char kToken[] = "0123456789abcdef0123456789abcdef";
constexpr char kForm[] = "application/x-www-form-urlencoded; charset=UTF-8";

class TwilioInboundTest : public InboundFixture {
 protected:
  messages::InboundReading Read(const std::string& form, const std::string& query,
                                const std::string& signature) {
    messages::WebRequest request =
        Post(form, {{"content-type", kForm}, {"x-twilio-signature", signature}});
    request.query = query;
    return inbound_.Read(request, now_);
  }
  messages::InboundReading ReadSigned(const std::string& form, const std::string& query = "") {
    const std::string url = query.empty() ? kUrl : absl::StrCat(kUrl, "?", query);
    return Read(form, query, Signature({"twilio", kToken, url, form}));
  }

  TwilioInbound inbound_{kUrl, Secret(absl::StrCat("another token\n", kToken))};
};

TEST_F(TwilioInboundTest, AStatusIsAReportAboutTheMessage) {
  const auto reading = ReadSigned(
      "SmsSid=SM1&SmsStatus=delivered&MessageStatus=delivered&To=%2B436601234567&MessageSid=SM1"
      "&AccountSid=AC1&From=%2B4366099&ApiVersion=2010-04-01&Empty=",
      "send_id=0123456789abcdef");
  EXPECT_EQ(reading.reply.status, 204);
  ASSERT_EQ(reading.reports.size(), 1U);
  const Feedback& report = reading.reports[0];
  EXPECT_EQ(report.kind, FeedbackKind::kDelivered);
  EXPECT_EQ(report.channel, Channel::kSms);
  EXPECT_EQ(report.address, "+436601234567");
  EXPECT_EQ(report.send_id, 0x0123456789ABCDEFU);
}

TEST_F(TwilioInboundTest, TheSameStatusHasTheSameIdInWhateverOrder) {
  const auto first = ReadSigned("MessageSid=SM1&MessageStatus=delivered&To=%2B43660");
  const auto again = ReadSigned("To=%2B43660&MessageStatus=delivered&MessageSid=SM1");
  const auto failed = ReadSigned("MessageSid=SM1&MessageStatus=failed&To=%2B43660");
  EXPECT_EQ(first.reports[0].id, again.reports[0].id);
  EXPECT_NE(first.reports[0].id, failed.reports[0].id);
}

TEST_F(TwilioInboundTest, CodesSayWhatAFailureMeans) {
  const auto report = [this](const char* status, const char* code) {
    const auto reading = ReadSigned(
        absl::StrCat("MessageSid=SM1&MessageStatus=", status, "&ErrorCode=", code, "&To=%2B43660"));
    return reading.reports.at(0);
  };
  EXPECT_EQ(report("undelivered", "30005").kind, FeedbackKind::kBounced);
  EXPECT_TRUE(report("undelivered", "30005").permanent);
  EXPECT_EQ(report("undelivered", "30005").detail, "Twilio undelivered 30005");
  EXPECT_FALSE(report("undelivered", "30003").permanent);
  EXPECT_FALSE(report("failed", "").permanent);
  EXPECT_EQ(report("failed", "21610").kind, FeedbackKind::kUnsubscribed);
}

TEST_F(TwilioInboundTest, WhatIsOnItsWayIsNoReport) {
  for (const char* status : {"queued", "sending", "sent", "accepted", "nonsense"}) {
    const auto reading = ReadSigned(absl::StrCat("MessageSid=SM1&MessageStatus=", status));
    EXPECT_EQ(reading.reply.status, 204) << status;
    EXPECT_TRUE(reading.reports.empty()) << status;
  }
}

TEST_F(TwilioInboundTest, AMessageIsAReplyAndIsNotAnswered) {
  const auto reading = ReadSigned(
      "MessageSid=SM2&SmsStatus=received&From=%2B436601234567&To=%2B4366099&Body=Gr%C3%BC%C3%9Fe+%"
      "26"
      "+mehr&NumMedia=0&A=2&A=1&A=2");
  EXPECT_EQ(reading.reply.status, 200);
  EXPECT_EQ(reading.reply.body, "<Response/>");
  ASSERT_EQ(reading.reports.size(), 1U);
  EXPECT_EQ(reading.reports[0].kind, FeedbackKind::kReplied);
  EXPECT_EQ(reading.reports[0].address, "+436601234567");
  EXPECT_EQ(reading.reports[0].text, "Grüße & mehr");
  EXPECT_EQ(ReadSigned("MessageSid=SM3&From=%2B43660&Body=").reports.at(0).text, "[media]");
}

TEST_F(TwilioInboundTest, AStopThatTwilioUnderstoodUnsubscribesToo) {
  const auto reading = ReadSigned("MessageSid=SM2&From=%2B43660&Body=Basta&OptOutType=STOP");
  ASSERT_EQ(reading.reports.size(), 2U);
  EXPECT_EQ(reading.reports[0].kind, FeedbackKind::kUnsubscribed);
  EXPECT_EQ(reading.reports[0].text, "");
  EXPECT_EQ(reading.reports[1].kind, FeedbackKind::kReplied);
  EXPECT_NE(reading.reports[0].id, reading.reports[1].id);
}

TEST_F(TwilioInboundTest, WhatTwilioDidNotSignIsRefused) {
  const std::string form = "MessageSid=SM1&MessageStatus=delivered&To=%2B43660";
  const std::string signature = Signature({"twilio", kToken, kUrl, form});
  EXPECT_EQ(Read(form, "", signature).reply.status, 204);
  EXPECT_EQ(Read(form, "", "").reply.status, 403);
  EXPECT_EQ(Read(form, "", signature + "=").reply.status, 403);
  EXPECT_EQ(Read(form + "0", "", signature).reply.status, 403);
  EXPECT_EQ(Read(form, "send_id=1", signature).reply.status, 403);
  const auto refused = Read(form, "", Signature({"twilio", "a guess", kUrl, form}));
  EXPECT_EQ(refused.reply.status, 403);
  EXPECT_TRUE(refused.reports.empty());
  EXPECT_THAT(refused.reply.body, testing::Not(HasSubstr(kToken)));
}

TEST_F(TwilioInboundTest, OtherRequestsAreRefused) {
  messages::WebRequest request;
  request.method = "GET";
  EXPECT_EQ(inbound_.Read(request, now_).reply.status, 405);
  EXPECT_EQ(inbound_.Read(Post("{}", {{"content-type", "application/json"}}), now_).reply.status,
            415);
  EXPECT_EQ(ReadSigned("MessageStatus=delivered").reply.status, 400);
}

}  // namespace
}  // namespace usher::provider
