#include "provider/telegram_inbound.h"

#include "tests/provider/inbound_fixture.h"

namespace usher::provider {
namespace {

using customer::Channel;
using messages::FeedbackKind;

class TelegramInboundTest : public InboundFixture {
 protected:
  messages::InboundReading Read(const std::string& body, const char* token = "a-secret_token") {
    return inbound_.Read(Post(body, {{"x-telegram-bot-api-secret-token", token}}), now_);
  }

  TelegramInbound inbound_{Secret("older\na-secret_token")};
};

TEST_F(TelegramInboundTest, WhatIsWrittenToTheBotIsAReply) {
  const auto reading = Read(
      R"({"update_id":10,"message":{"message_id":1,"date":1789999000,"text":"/stop",
          "from":{"id":7012345678},"chat":{"id":7012345678,"type":"private"}}})");
  EXPECT_EQ(reading.reply.status, 200);
  ASSERT_EQ(reading.reports.size(), 1U);
  const messages::Feedback& report = reading.reports[0];
  EXPECT_EQ(report.kind, FeedbackKind::kReplied);
  EXPECT_EQ(report.channel, Channel::kChat);
  EXPECT_EQ(report.address, "7012345678");
  EXPECT_EQ(report.text, "/stop");
  EXPECT_EQ(report.at, absl::FromUnixSeconds(1'789'999'000));
  const auto photo =
      Read(R"({"update_id":11,"message":{"photo":[],"chat":{"id":7,"type":"private"}}})");
  EXPECT_EQ(photo.reports.at(0).text, "[photo]");
  EXPECT_NE(photo.reports[0].id, report.id);
}

TEST_F(TelegramInboundTest, AButtonIsAReplyAndABlockIsABounce) {
  const auto pressed = Read(
      R"({"update_id":12,"callback_query":{"id":"1","data":"yes",
          "message":{"date":1,"chat":{"id":7,"type":"private"}}}})");
  EXPECT_EQ(pressed.reports.at(0).text, "yes");
  const auto blocked = Read(
      R"({"update_id":13,"my_chat_member":{"chat":{"id":7,"type":"private"},"date":1789999000,
          "new_chat_member":{"status":"kicked"}}})");
  EXPECT_EQ(blocked.reports.at(0).kind, FeedbackKind::kBounced);
  EXPECT_TRUE(blocked.reports[0].permanent);
  EXPECT_EQ(blocked.reports[0].address, "7");
  EXPECT_EQ(blocked.reports[0].text, "");
  EXPECT_TRUE(Read(R"({"update_id":14,"my_chat_member":{"chat":{"id":7,"type":"private"},
                       "new_chat_member":{"status":"member"}}})")
                  .reports.empty());
}

TEST_F(TelegramInboundTest, GroupsAndOtherUpdatesAreLeftOut) {
  for (const char* body :
       {R"({"update_id":1,"message":{"text":"a","chat":{"id":-7,"type":"group"}}})",
        R"({"update_id":1,"message":{"text":"a"}})", R"({"update_id":1,"message":7})",
        R"({"update_id":1,"callback_query":{"data":"a"}})", R"({"update_id":1,"poll":{}})", "[]"}) {
    const auto reading = Read(body);
    EXPECT_EQ(reading.reply.status, 200) << body;
    EXPECT_TRUE(reading.reports.empty()) << body;
  }
}

TEST_F(TelegramInboundTest, StrangersAreRefused) {
  const char* body = R"({"update_id":10,"message":{"text":"a","chat":{"id":7,"type":"private"}}})";
  EXPECT_EQ(Read(body, "older").reports.size(), 1U);
  EXPECT_EQ(Read(body, "").reply.status, 403);
  EXPECT_EQ(Read(body, "a-secret_tokeN").reply.status, 403);
  EXPECT_EQ(Read("{", "older").reply.status, 400);
  messages::WebRequest request;
  request.method = "GET";
  EXPECT_EQ(inbound_.Read(request, now_).reply.status, 405);
}

}  // namespace
}  // namespace usher::provider
