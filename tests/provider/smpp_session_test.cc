// The protocol of one session, told bytes and times.

#include "provider/smpp_session.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::provider {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

std::uint32_t IdOf(SmppCommand command) { return static_cast<std::uint32_t>(command); }
std::uint32_t AnswerTo(SmppCommand command) { return IdOf(command) | kSmppResponse; }

class SmppSessionTest : public testing::Test {
 protected:
  absl::Status Hear(std::uint32_t command, std::uint32_t status, std::uint32_t sequence,
                    std::string body = "") {
    return session_.OnBytes(EncodePdu({command, status, sequence, std::move(body)}), now_);
  }
  void Bind() { ASSERT_TRUE(Hear(AnswerTo(SmppCommand::kBindTransceiver), 0, 1).ok()); }
  // What was written since.
  std::vector<SmppPdu> Written() {
    std::string bytes = session_.TakeOutput();
    std::vector<SmppPdu> pdus;
    while (!bytes.empty()) pdus.push_back(**TakePdu(&bytes));
    return pdus;
  }

  SmppMoment now_{seconds(1000)};
  SmppSession session_{{.window = 2}, {"usher", "secret", ""}, now_};
};

TEST_F(SmppSessionTest, BindsFirstAndSubmitsWithinTheWindow) {
  EXPECT_EQ(Written().at(0).command, IdOf(SmppCommand::kBindTransceiver));
  EXPECT_FALSE(session_.HasRoom());
  Bind();
  EXPECT_EQ(session_.Submit({}), 2U);
  EXPECT_TRUE(session_.HasRoom());
  EXPECT_EQ(session_.Submit({}), 3U);
  EXPECT_FALSE(session_.HasRoom());
  EXPECT_TRUE(Hear(AnswerTo(SmppCommand::kSubmit), 0, 3, std::string("ab\0", 3)).ok());
  EXPECT_TRUE(session_.HasRoom());
  const std::vector<SmppAnswer> answers = session_.TakeAnswers();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].sequence, 3U);
  EXPECT_EQ(answers[0].message_id, "ab");
}

TEST_F(SmppSessionTest, WithoutReceiptsItIsATransmitter) {
  SmppSession session({.receipts = false}, {"usher", "secret", ""}, now_);
  std::string bytes = session.TakeOutput();
  EXPECT_EQ((*TakePdu(&bytes))->command, IdOf(SmppCommand::kBindTransmitter));
}

TEST_F(SmppSessionTest, AnswersCountOnceAndOnlyIfAskedFor) {
  Bind();
  session_.Submit({});
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(Hear(AnswerTo(SmppCommand::kSubmit), 0, 2, std::string("ab\0", 3)).ok());
    EXPECT_TRUE(Hear(AnswerTo(SmppCommand::kSubmit), 0, 99, std::string("cd\0", 3)).ok());
  }
  EXPECT_EQ(session_.TakeAnswers().size(), 1U);
}

TEST_F(SmppSessionTest, WhatIsForgottenMakesRoom) {
  Bind();
  session_.Submit({});
  session_.Submit({});
  session_.Forget(2);
  EXPECT_TRUE(session_.HasRoom());
  EXPECT_TRUE(Hear(AnswerTo(SmppCommand::kSubmit), 0, 2).ok());
  EXPECT_TRUE(session_.TakeAnswers().empty());
}

TEST_F(SmppSessionTest, ANackIsNeverASuccess) {
  Bind();
  session_.Submit({});
  EXPECT_TRUE(Hear(IdOf(SmppCommand::kGenericNack), 0, 2).ok());
  EXPECT_EQ(session_.TakeAnswers().at(0).status, kSmppInvalidCommand);
}

TEST_F(SmppSessionTest, ARefusedBindSaysWhy) {
  const absl::Status status = Hear(AnswerTo(SmppCommand::kBindTransceiver), 0x0D, 1);
  EXPECT_EQ(status.message(), "the bind was refused with status 0x0000000d");
  EXPECT_FALSE(session_.bound());
}

TEST_F(SmppSessionTest, WhoeverDoesNotAnswerTheBindIsNoMessageCentre) {
  EXPECT_THAT(std::string(Hear(IdOf(SmppCommand::kDeliver), 0, 1).message()),
              HasSubstr("does not answer the bind"));
  SmppSession other({}, {"usher", "secret", ""}, now_);
  EXPECT_THAT(std::string(other.OnBytes("220 mail.example.test ESMTP\r\n", now_).message()),
              HasSubstr("a PDU of 842149920 bytes was announced"));
}

TEST_F(SmppSessionTest, SilenceIsTestedAndThenEndsIt) {
  Bind();
  Written();
  EXPECT_EQ(session_.NextTime(), now_ + seconds(30));
  now_ += seconds(30);
  EXPECT_TRUE(session_.OnTime(now_).ok());
  const std::vector<SmppPdu> written = Written();
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(written[0].command, IdOf(SmppCommand::kEnquireLink));
  now_ += seconds(8);
  EXPECT_EQ(session_.NextTime(), now_);
  EXPECT_EQ(session_.OnTime(now_).message(), "enquire_link was not answered");
}

TEST_F(SmppSessionTest, AnAnsweredTestBeginsAnew) {
  Bind();
  Written();
  now_ += seconds(30);
  EXPECT_TRUE(session_.OnTime(now_).ok());
  now_ += seconds(7);
  // A request of the centre's own with the same number is no answer.
  EXPECT_TRUE(Hear(IdOf(SmppCommand::kEnquireLink), 0, 2).ok());
  EXPECT_EQ(session_.NextTime(), now_ + seconds(1));
  EXPECT_TRUE(Hear(AnswerTo(SmppCommand::kEnquireLink), 0, 2).ok());
  EXPECT_EQ(session_.NextTime(), now_ + seconds(30));
}

TEST_F(SmppSessionTest, ABindWithoutAnAnswerEnds) {
  now_ += seconds(8);
  EXPECT_EQ(session_.OnTime(now_).message(), "the bind was not answered");
}

TEST_F(SmppSessionTest, RequestsOfTheCentreAreAnswered) {
  Bind();
  Written();
  EXPECT_TRUE(Hear(IdOf(SmppCommand::kEnquireLink), 0, 11).ok());
  EXPECT_TRUE(Hear(IdOf(SmppCommand::kDeliver), 0, 12, "nonsense").ok());
  EXPECT_TRUE(Hear(0x103, 0, 13).ok());
  EXPECT_TRUE(Hear(0x80000103, 0, 14).ok());
  EXPECT_FALSE(Hear(IdOf(SmppCommand::kUnbind), 0, 15).ok());
  const std::vector<SmppPdu> written = Written();
  ASSERT_EQ(written.size(), 4U);
  EXPECT_EQ(written[0].command, AnswerTo(SmppCommand::kEnquireLink));
  EXPECT_EQ(written[0].sequence, 11U);
  EXPECT_EQ(written[1].command, AnswerTo(SmppCommand::kDeliver));
  EXPECT_EQ(written[1].status, kSmppPermanentError);
  EXPECT_EQ(written[2].command, IdOf(SmppCommand::kGenericNack));
  EXPECT_EQ(written[2].status, kSmppInvalidCommand);
  EXPECT_EQ(written[2].sequence, 13U);
  EXPECT_EQ(written[3].command, AnswerTo(SmppCommand::kUnbind));
  EXPECT_TRUE(session_.TakeDeliveries().empty());
}

TEST_F(SmppSessionTest, ADeliveryIsAnsweredWhenItIsConfirmed) {
  Bind();
  Written();
  // Addresses, fields and a text, as short as they can be.
  std::string body(17, '\0');
  EXPECT_TRUE(Hear(IdOf(SmppCommand::kDeliver), 0, 12, body).ok());
  EXPECT_TRUE(Hear(IdOf(SmppCommand::kDeliver), 0, 13, body).ok());
  const std::vector<SmppDeliver> deliveries = session_.TakeDeliveries();
  ASSERT_EQ(deliveries.size(), 2U);
  EXPECT_TRUE(Written().empty());
  session_.Confirm(deliveries[1].sequence, true);
  session_.Confirm(deliveries[0].sequence, false);
  const std::vector<SmppPdu> written = Written();
  ASSERT_EQ(written.size(), 2U);
  EXPECT_EQ(written[0].command, AnswerTo(SmppCommand::kDeliver));
  EXPECT_EQ(written[0].sequence, 13U);
  EXPECT_EQ(written[0].status, kSmppOk);
  EXPECT_EQ(written[1].sequence, 12U);
  EXPECT_EQ(written[1].status, kSmppTemporaryError);
}

TEST_F(SmppSessionTest, BytesMayComeOneByOne) {
  const std::string answer = EncodePdu({AnswerTo(SmppCommand::kBindTransceiver), 0, 1, "x"});
  for (const char c : answer) EXPECT_TRUE(session_.OnBytes({&c, 1}, now_).ok());
  EXPECT_TRUE(session_.bound());
}

}  // namespace
}  // namespace usher::provider
