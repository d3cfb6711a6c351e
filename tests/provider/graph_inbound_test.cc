// What Meta posts for WhatsApp and Messenger, signed by Node.js' crypto.

#include "provider/graph_inbound.h"

#include "provider/messenger_inbound.h"
#include "provider/whatsapp_inbound.h"
#include "tests/provider/inbound_fixture.h"

namespace usher::provider {
namespace {

using customer::Channel;
using messages::Feedback;
using messages::FeedbackKind;
using testing::ElementsAre;
using testing::Not;

constexpr char kSecret[] = "app secret";

class GraphInboundTest : public InboundFixture {
 protected:
  messages::InboundReading Read(GraphInbound& inbound, const std::string& body) {
    return inbound.Read(Post(body, {{"x-hub-signature-256", Signature({"hub", kSecret, body})}}),
                        now_);
  }
  std::vector<Feedback> ReadWhatsapp(const std::string& value) {
    return Read(whatsapp_,
                absl::StrCat(R"({"object":"whatsapp_business_account","entry":[{"id":"1",)",
                             R"("changes":[{"field":"messages","value":)", value, "}]}]}"))
        .reports;
  }
  std::vector<Feedback> ReadMessenger(const std::string& event) {
    return Read(messenger_, absl::StrCat(R"({"object":"page","entry":[{"id":"99","time":1,)",
                                         R"("messaging":[)", event, "]}]}"))
        .reports;
  }

  GraphInbound whatsapp_{
      Secret(absl::StrCat("old secret\n", kSecret)), Secret("a word"),
      [](const base::Value& body) { return ReadWhatsappWebhook(body, "106540352242922"); }};
  GraphInbound messenger_{Secret(kSecret), Secret("a word"),
                          [](const base::Value& body) { return ReadMessengerWebhook(body, "99"); }};
};

constexpr char kMetadata[] = R"("metadata":{"phone_number_id":"106540352242922"})";

std::string Status(const std::string& status, const std::string& more = "") {
  return absl::StrCat("{", kMetadata, R"(,"statuses":[{"id":"wamid.A","status":")", status,
                      R"(","timestamp":"1789999000","recipient_id":"436601234567",)",
                      R"("biz_opaque_callback_data":"0123456789abcdef")", more, "}]}");
}

TEST_F(GraphInboundTest, TheUrlIsVerifiedByWhoKnowsTheWord) {
  messages::WebRequest request;
  request.method = "GET";
  request.query = "hub.mode=subscribe&hub.verify_token=a+word&hub.challenge=1158201444";
  EXPECT_EQ(whatsapp_.Read(request, now_).reply.body, "1158201444");
  request.query = "hub.mode=subscribe&hub.verify_token=another&hub.challenge=1158201444";
  EXPECT_EQ(whatsapp_.Read(request, now_).reply.status, 403);
  request.query = "hub.mode=other&hub.verify_token=a+word&hub.challenge=1158201444";
  EXPECT_EQ(whatsapp_.Read(request, now_).reply.status, 403);
  request.query = "hub.mode=subscribe&hub.verify_token=a+word&hub.challenge=%3Cscript%3E";
  EXPECT_EQ(whatsapp_.Read(request, now_).reply.status, 400);
  request.method = "PUT";
  EXPECT_EQ(whatsapp_.Read(request, now_).reply.status, 405);
}

TEST_F(GraphInboundTest, WhatMetaDidNotSignIsRefused) {
  const std::string body = absl::StrCat("{\"entry\":[]}");
  const std::string signature = Signature({"hub", kSecret, body});
  const auto status = [&](const std::string& header, const std::string& text) {
    return whatsapp_.Read(Post(text, {{"x-hub-signature-256", header}}), now_).reply.status;
  };
  EXPECT_EQ(status(signature, body), 200);
  EXPECT_EQ(status(signature, body + " "), 403);
  EXPECT_EQ(status("", body), 403);
  EXPECT_EQ(status(signature.substr(7), body), 403);
  EXPECT_EQ(status(Signature({"hub", "a guess", body}), body), 403);
}

TEST_F(GraphInboundTest, HostileBodiesAreRefusedOrEmpty) {
  for (const char* body : {"", "[", "{\"entry\":", "{\"a\":tru}"}) {
    EXPECT_EQ(Read(whatsapp_, body).reply.status, 400) << body;
  }
  EXPECT_EQ(Read(whatsapp_, std::string(200, '[') + std::string(200, ']')).reply.status, 400);
  for (const char* body :
       {"[]", "1", "null", R"({"entry":{}})", R"({"entry":[1,{"changes":[null,{"value":7}]}]})",
        R"({"object":"page","entry":[{"messaging":[1,{"recipient":{"id":"99"}}]}]})"}) {
    EXPECT_EQ(Read(whatsapp_, body).reply.status, 200) << body;
    EXPECT_TRUE(Read(messenger_, body).reports.empty()) << body;
  }
  std::string many;
  for (int i = 0; i < 1'001; ++i) {
    absl::StrAppend(&many, i == 0 ? "" : ",",
                    R"({"id":"w","status":"read","recipient_id":"43660"})");
  }
  EXPECT_EQ(Read(whatsapp_, absl::StrCat(R"({"entry":[{"changes":[{"value":{)", kMetadata,
                                         R"(,"statuses":[)", many, "]}}]}]}"))
                .reply.status,
            413);
}

TEST_F(GraphInboundTest, WhatsappTellsWhatBecameOfMessages) {
  const auto delivered = ReadWhatsapp(Status("delivered"));
  ASSERT_EQ(delivered.size(), 1U);
  EXPECT_EQ(delivered[0].kind, FeedbackKind::kDelivered);
  EXPECT_EQ(delivered[0].channel, Channel::kWhatsapp);
  EXPECT_EQ(delivered[0].address, "+436601234567");
  EXPECT_EQ(delivered[0].send_id, 0x0123456789ABCDEFU);
  EXPECT_EQ(delivered[0].at, absl::FromUnixSeconds(1'789'999'000));
  const auto read = ReadWhatsapp(Status("read"));
  EXPECT_EQ(read.at(0).kind, FeedbackKind::kOpened);
  EXPECT_NE(read[0].id, delivered[0].id);
  EXPECT_EQ(ReadWhatsapp(Status("delivered"))[0].id, delivered[0].id);
  EXPECT_TRUE(ReadWhatsapp(Status("sent")).empty());
}

TEST_F(GraphInboundTest, WhatsappTellsWhyMessagesFailed) {
  const auto dead =
      ReadWhatsapp(Status("failed", R"(,"errors":[{"code":131026,"title":"Undeliverable"}])"));
  EXPECT_EQ(dead.at(0).kind, FeedbackKind::kBounced);
  EXPECT_TRUE(dead[0].permanent);
  EXPECT_EQ(dead[0].detail, "WhatsApp 131026 Undeliverable");
  const auto stopped = ReadWhatsapp(Status("failed", R"(,"errors":[{"code":131050}])"));
  EXPECT_EQ(stopped.at(0).kind, FeedbackKind::kUnsubscribed);
  EXPECT_FALSE(ReadWhatsapp(Status("failed")).at(0).permanent);
}

TEST_F(GraphInboundTest, WhatsappHandsOverWhatCustomersWrite) {
  const auto written = [this](const std::string& message) {
    return ReadWhatsapp(absl::StrCat("{", kMetadata, R"(,"messages":[{"from":"436601234567",)",
                                     R"("id":"wamid.B","timestamp":"1789999000",)", message,
                                     "}]}"));
  };
  const auto text = written(R"("type":"text","text":{"body":"Hallo 😀"})");
  ASSERT_EQ(text.size(), 1U);
  EXPECT_EQ(text[0].kind, FeedbackKind::kReplied);
  EXPECT_EQ(text[0].address, "+436601234567");
  EXPECT_EQ(text[0].text, "Hallo 😀");
  EXPECT_EQ(written(R"("type":"button","button":{"text":"Stop"})").at(0).text, "Stop");
  EXPECT_EQ(
      written(R"("type":"interactive","interactive":{"list_reply":{"title":"Two"}})").at(0).text,
      "Two");
  EXPECT_EQ(written(R"("type":"image","image":{"id":"7"})").at(0).text, "[image]");
  EXPECT_TRUE(written(R"("type":"system","system":{"body":"number changed"})").empty());
  const auto answer = written(R"("type":"text","text":{"body":"a"},"context":{"id":"wamid.A"})");
  EXPECT_EQ(answer.at(0).id, text[0].id) << "the id is the message's";
}

TEST_F(GraphInboundTest, LongTextsAreCutBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 2'000; ++i) absl::StrAppend(&text, "€");
  const auto reports = ReadWhatsapp(
      absl::StrCat("{", kMetadata, R"(,"messages":[{"from":"436601234567","id":"w","type":"text",)",
                   R"("text":{"body":")", text, "\"}}]}"));
  EXPECT_EQ(reports.at(0).text, text.substr(0, 4'095));
}

TEST_F(GraphInboundTest, OtherNumbersAndPagesAreLeftOut) {
  EXPECT_TRUE(
      ReadWhatsapp(R"({"metadata":{"phone_number_id":"1"},"messages":[{"from":"436601234567",
      "id":"w","type":"text","text":{"body":"a"}}]})")
          .empty());
  EXPECT_TRUE(
      ReadMessenger(
          R"({"sender":{"id":"7"},"recipient":{"id":"98"},"message":{"mid":"m","text":"a"}})")
          .empty());
}

TEST_F(GraphInboundTest, MessengerHandsOverWhatCustomersWrite) {
  const auto text = ReadMessenger(
      R"({"sender":{"id":"6543210987654321"},"recipient":{"id":"99"},"timestamp":1789999000123,
          "message":{"mid":"m_1","text":"Hallo"}})");
  ASSERT_EQ(text.size(), 1U);
  EXPECT_EQ(text[0].kind, FeedbackKind::kReplied);
  EXPECT_EQ(text[0].channel, Channel::kChat);
  EXPECT_EQ(text[0].address, "6543210987654321");
  EXPECT_EQ(text[0].text, "Hallo");
  EXPECT_EQ(text[0].at, absl::FromUnixMillis(1'789'999'000'123));
  const auto pressed = ReadMessenger(
      R"({"sender":{"id":"7"},"recipient":{"id":"99"},"timestamp":1,
          "postback":{"mid":"m_2","title":"Yes","payload":"Y"}})");
  EXPECT_EQ(pressed.at(0).text, "Yes");
  const auto echo = ReadMessenger(
      R"({"sender":{"id":"99"},"recipient":{"id":"99"},
          "message":{"mid":"m_3","text":"ours","is_echo":true}})");
  EXPECT_TRUE(echo.empty());
}

TEST_F(GraphInboundTest, MessengerTellsWhatWasDeliveredAndRead) {
  const auto delivered = ReadMessenger(
      R"({"sender":{"id":"7"},"recipient":{"id":"99"},"timestamp":1,
          "delivery":{"mids":["m_1","m_2",3],"watermark":5}})");
  ASSERT_EQ(delivered.size(), 2U);
  EXPECT_EQ(delivered[0].kind, FeedbackKind::kDelivered);
  EXPECT_NE(delivered[0].id, delivered[1].id);
  const auto read = ReadMessenger(
      R"({"sender":{"id":"7"},"recipient":{"id":"99"},"timestamp":1,"read":{"watermark":5}})");
  EXPECT_EQ(read.at(0).kind, FeedbackKind::kOpened);
  EXPECT_EQ(read[0].address, "7");
}

}  // namespace
}  // namespace usher::provider
