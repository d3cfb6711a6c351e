// What message centres tell, on its way to those whom it is about.

#include "provider/smpp_hearing.h"

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::provider {
namespace {

using messages::Feedback;
using messages::FeedbackKind;
using testing::StartsWith;

// Keeps what is reported, and answers all with one status.
struct Desk : messages::FeedbackPort {
  void Report(Feedback feedback, std::function<void(absl::Status)> done) override {
    reports.push_back(std::move(feedback));
    done(answer);
  }
  absl::Status answer;
  std::vector<Feedback> reports;
};

class SmppHearingTest : public testing::Test {
 protected:
  // What the centre is told: taken or not.
  bool Hear(const SmppDeliver& deliver) {
    int answers = 0;
    bool taken = false;
    hearing_.Hear(deliver, [&](bool is_taken) {
      ++answers;
      taken = is_taken;
    });
    EXPECT_EQ(answers, 1);
    return taken;
  }
  static SmppDeliver Receipt(const std::string& id, const std::string& state) {
    SmppDeliver deliver;
    deliver.from = {1, 1, "436601234567"};
    deliver.esm_class = 0x04;
    deliver.text = "id:" + id + " stat:" + state + " err:011";
    return deliver;
  }
  static SmppDeliver Said(const std::string& text, int coding = 0, int esm_class = 0) {
    SmppDeliver deliver;
    deliver.from = {1, 1, "436601234567"};
    deliver.esm_class = esm_class;
    deliver.data_coding = coding;
    deliver.text = text;
    return deliver;
  }

  const std::shared_ptr<SmppReceipts> receipts_ = std::make_shared<SmppReceipts>();
  const std::shared_ptr<Desk> desk_ = std::make_shared<Desk>();
  const SmppHearing hearing_{receipts_, desk_};
};

TEST_F(SmppHearingTest, AReceiptIsAboutTheMessageAndItsCustomer) {
  receipts_->Remember("ab12", {7, base::CustomerId::Anonymous("cookie")});
  EXPECT_TRUE(Hear(Receipt("ab12", "DELIVRD")));
  ASSERT_EQ(desk_->reports.size(), 1U);
  const Feedback& report = desk_->reports[0];
  EXPECT_EQ(report.kind, FeedbackKind::kDelivered);
  EXPECT_EQ(report.id, "smpp-0000000000000007-DELIVRD");
  EXPECT_EQ(report.send_id, 7U);
  EXPECT_EQ(report.anonymous_id, "cookie");
  EXPECT_EQ(report.customer_id, "");
  EXPECT_EQ(report.channel, customer::Channel::kSms);
  EXPECT_EQ(report.detail, "SMPP DELIVRD, error 011");
}

TEST_F(SmppHearingTest, AReceiptOfAnotherGatewaysMessageIsAboutTheTelephone) {
  EXPECT_TRUE(Hear(Receipt("00AB12", "UNDELIV")));
  ASSERT_EQ(desk_->reports.size(), 1U);
  EXPECT_EQ(desk_->reports[0].kind, FeedbackKind::kBounced);
  EXPECT_FALSE(desk_->reports[0].permanent) << "a telephone may be off for days";
  EXPECT_EQ(desk_->reports[0].address, "436601234567");
  EXPECT_EQ(desk_->reports[0].customer_id, "");
  EXPECT_EQ(desk_->reports[0].id, "smpp-ab12-UNDELIV");
}

TEST_F(SmppHearingTest, WhatSaysNothingIsNotReported) {
  EXPECT_TRUE(Hear(Receipt("1", "ENROUTE")));
  EXPECT_TRUE(Hear(Receipt("1", "nonsense")));
  SmppDeliver interim = Receipt("1", "DELIVRD");
  interim.esm_class = 0x20;
  EXPECT_TRUE(Hear(interim));
  EXPECT_TRUE(Hear(Said("\x01\x02", 0x04))) << "it is no text";
  EXPECT_TRUE(desk_->reports.empty());
}

TEST_F(SmppHearingTest, AReplyComesAgainOnlyIfItCanBeTakenThen) {
  EXPECT_TRUE(Hear(Said("STOP")));
  desk_->answer = absl::UnavailableError("the store is away");
  EXPECT_FALSE(Hear(Said("STOP")));
  desk_->answer = absl::ResourceExhaustedError("too much");
  EXPECT_FALSE(Hear(Said("STOP")));
  desk_->answer = absl::NotFoundError("a stranger");
  EXPECT_TRUE(Hear(Said("STOP")));
  desk_->answer = absl::InvalidArgumentError("text: ...");
  EXPECT_TRUE(Hear(Said("STOP")));
  ASSERT_EQ(desk_->reports.size(), 5U);
  EXPECT_EQ(desk_->reports[0].kind, FeedbackKind::kReplied);
  EXPECT_EQ(desk_->reports[0].text, "STOP");
  EXPECT_EQ(desk_->reports[0].address, "436601234567");
  EXPECT_THAT(desk_->reports[0].id, StartsWith("smpp-reply-"));
  EXPECT_NE(desk_->reports[0].id, desk_->reports[1].id) << "two may say the same";
}

TEST(SmppTextTest, IsReadInItsAlphabet) {
  const auto text = [](absl::string_view hex, int coding, int esm_class = 0) {
    SmppDeliver deliver;
    deliver.text = absl::HexStringToBytes(hex);
    deliver.data_coding = coding;
    deliver.esm_class = esm_class;
    return TextOf(deliver);
  };
  EXPECT_EQ(text("537d617f", 0x00), "Sñaà");
  EXPECT_EQ(text("1b65", 0x00), "€");
  EXPECT_EQ(text("1b", 0x00), "\uFFFD");
  EXPECT_EQ(text("537d617f", 0xF0), "Sñaà");
  EXPECT_EQ(text("53fc", 0x03), "Sü");
  EXPECT_EQ(text("042104220041", 0x08), "СТA");
  EXPECT_EQ(text("d83dde00", 0x08), "😀");
  EXPECT_EQ(text("d83d0041", 0x08), "\uFFFDA");
  EXPECT_EQ(text("004100", 0x18), "A\uFFFD");
  EXPECT_EQ(text("0500030102014869", 0x00, 0x40), "Hi") << "without the header of a segment";
  EXPECT_EQ(text("ff48", 0x00, 0x40), "");
  EXPECT_EQ(text("", 0x00, 0x40), "");
  EXPECT_EQ(text("4869", 0x04), "");
  EXPECT_LE(text(std::string(60'000, '8'), 0x08).size(), 4096U);
}

}  // namespace
}  // namespace usher::provider
