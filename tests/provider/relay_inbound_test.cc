// Reports in the scheme of Standard Webhooks, signed by its reference implementation.

#include "provider/relay_inbound.h"

#include "tests/provider/inbound_fixture.h"

namespace usher::provider {
namespace {

using customer::Channel;
using messages::FeedbackKind;
using testing::HasSubstr;

constexpr char kSecret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr char kOther[] = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

class RelayInboundTest : public InboundFixture {
 protected:
  std::string Sign(const std::string& body, const char* secret = kSecret) {
    return Signature({"webhook", secret, "msg_1", absl::StrCat(absl::ToUnixSeconds(now_)), body});
  }
  messages::InboundReading Read(const std::string& body, const std::string& signature,
                                absl::Duration later = absl::ZeroDuration()) {
    return inbound_.Read(Post(body, {{"webhook-id", "msg_1"},
                                     {"webhook-timestamp", absl::StrCat(absl::ToUnixSeconds(now_))},
                                     {"webhook-signature", signature}}),
                         now_ + later);
  }
  messages::InboundReading Read(const std::string& body) { return Read(body, Sign(body)); }

  RelayInbound inbound_{Channel::kEmail, Secret(absl::StrCat(kOther, "\n", kSecret))};
};

TEST_F(RelayInboundTest, ReadsAllThatAReportMaySay) {
  const auto reading = Read(
      R"([{"kind":"bounced","id":"b-1","customer_id":"ada","channel":"sms","address":"+43660",
           "send_id":"0123456789abcdef","at":"2026-03-02T10:00:00Z",
           "permanent":true,"detail":"550"},
          {"kind":"clicked","anonymous_id":"v","link":"https://a.test/"},
          {"kind":"unsubscribed","customer_id":"ada","category":"news"},
          {"kind":"replied","address":"a@b.test","text":"Hi"},
          {"kind":"complained","customer_id":"bob"}])");
  EXPECT_EQ(reading.reply.status, 200) << reading.reply.body;
  ASSERT_EQ(reading.reports.size(), 5U);
  const messages::Feedback& bounce = reading.reports[0];
  EXPECT_EQ(bounce.kind, FeedbackKind::kBounced);
  EXPECT_EQ(bounce.id, "b-1");
  EXPECT_EQ(bounce.customer_id, "ada");
  EXPECT_EQ(bounce.channel, Channel::kSms);
  EXPECT_EQ(bounce.address, "+43660");
  EXPECT_EQ(bounce.send_id, 0x0123456789ABCDEFU);
  EXPECT_EQ(absl::ToUnixSeconds(bounce.at), 1'772'445'600);
  EXPECT_TRUE(bounce.permanent);
  EXPECT_EQ(bounce.detail, "550");
  EXPECT_EQ(reading.reports[1].link, "https://a.test/");
  EXPECT_EQ(reading.reports[1].channel, Channel::kEmail) << "that of the hook";
  EXPECT_EQ(reading.reports[2].category, "news");
  EXPECT_EQ(reading.reports[3].text, "Hi");
  EXPECT_EQ(reading.reports[4].kind, FeedbackKind::kComplained);
}

TEST_F(RelayInboundTest, WithoutIdsTheRequestsOwnTellsReportsApart) {
  const std::string body =
      R"([{"kind":"opened","customer_id":"a"},{"kind":"opened","customer_id":"b"}])";
  const auto first = Read(body);
  EXPECT_NE(first.reports.at(0).id, first.reports.at(1).id);
  EXPECT_EQ(Read(body).reports[1].id, first.reports[1].id);
}

TEST_F(RelayInboundTest, OneFaultRefusesAll) {
  const auto error = [this](const std::string& second) {
    const auto reading =
        Read(absl::StrCat(R"([{"kind":"opened","customer_id":"a"},)", second, "]"));
    EXPECT_EQ(reading.reply.status, 400) << second;
    EXPECT_TRUE(reading.reports.empty());
    return reading.reply.body;
  };
  EXPECT_THAT(error(R"({"kind":"seen","customer_id":"a"})"),
              HasSubstr("[1]: kind: expected delivered, opened"));
  EXPECT_THAT(error(R"({"customer_id":"a"})"), HasSubstr("[1]: kind: expected"));
  EXPECT_THAT(error(R"({"kind":"opened"})"), HasSubstr("[1]: customer_id: expected"));
  EXPECT_THAT(error(R"({"kind":"opened","customer_id":7})"),
              HasSubstr("customer_id: expected a text"));
  EXPECT_THAT(error(R"({"kind":"opened","customer_id":"a","send_id":"7"})"),
              HasSubstr("send_id: expected 16 hexadecimal digits"));
  EXPECT_THAT(error(R"({"kind":"opened","customer_id":"a","at":"today"})"),
              HasSubstr("at: expected a time"));
  EXPECT_THAT(error(R"({"kind":"opened","customer_id":"a","channel":"fax"})"),
              HasSubstr("channel: expected the name"));
  EXPECT_THAT(error(R"({"kind":"opened","customer_id":"a","permanent":"yes"})"),
              HasSubstr("permanent: expected true or false"));
  EXPECT_THAT(error(R"({"kind":"opened","custmer_id":"a"})"),
              HasSubstr("custmer_id: there is none"));
  EXPECT_THAT(error("7"), HasSubstr("[1]: expected an object"));
  EXPECT_EQ(Read("{}").reply.status, 400);
  EXPECT_EQ(Read("[").reply.status, 400);
}

TEST_F(RelayInboundTest, EachSecretIsGoodWhileTheyAreExchanged) {
  const std::string body = R"([{"kind":"opened","customer_id":"a"}])";
  EXPECT_EQ(Read(body, Sign(body, kOther)).reply.status, 200);
  EXPECT_EQ(Read(body, absl::StrCat("v2,abc ", Sign(body, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                                    " ", Sign(body)))
                .reply.status,
            200);
}

TEST_F(RelayInboundTest, WhatIsNotSignedOrIsOldIsRefused) {
  const std::string body = R"([{"kind":"opened","customer_id":"a"}])";
  const std::string good = Sign(body);
  EXPECT_EQ(Read(body, good, absl::Minutes(5)).reply.status, 200);
  EXPECT_EQ(Read(body, good, absl::Minutes(6)).reply.status, 403);
  EXPECT_EQ(Read(body, good, -absl::Minutes(6)).reply.status, 403);
  EXPECT_EQ(Read(body + " ", good).reply.status, 403);
  EXPECT_EQ(Read(body, "").reply.status, 403);
  EXPECT_EQ(Read(body, good.substr(3)).reply.status, 403);
  EXPECT_EQ(Read(body, Sign(body, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).reply.status, 403);
  EXPECT_EQ(inbound_.Read(Post(body, {{"webhook-signature", good}}), now_).reply.status, 403);
  EXPECT_EQ(inbound_
                .Read(Post(body, {{"webhook-id", "msg_1"},
                                  {"webhook-timestamp", "-9223372036854775808"},
                                  {"webhook-signature", good}}),
                      now_)
                .reply.status,
            403);
}

}  // namespace
}  // namespace usher::provider
