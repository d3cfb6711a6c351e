// What message centres tell, on its way to those whom it is about.

#include "provider/smpp_hearing.h"

#include <set>

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

constexpr char kTelephone[] = "436601234567";

class SmppHearingTest : public testing::Test {
 protected:
  // What the centre is told: taken or not.
  bool Hear(const SmppDeliver& deliver) {
    int answers = 0;
    bool taken = false;
    hearing_->Hear(deliver, [&](bool is_taken) {
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
  absl::Time now_ = absl::FromUnixSeconds(1'772'445'600);
  const std::shared_ptr<SmppHearing> hearing_ = NewHearing();

  // As of another gateway, or after a restart.
  std::shared_ptr<SmppHearing> NewHearing() {
    SmppHearingSetting setting;
    setting.dead_errors = {"001"};
    return std::make_shared<SmppHearing>(setting, receipts_, desk_, [this] { return now_; });
  }
  std::vector<std::string> Texts() const {
    std::vector<std::string> texts;
    for (const Feedback& report : desk_->reports) texts.push_back(report.text);
    return texts;
  }
};

TEST_F(SmppHearingTest, AReceiptIsAboutTheMessageAndItsCustomer) {
  receipts_->Remember("ab12", {7, base::CustomerId::Anonymous("cookie"), kTelephone});
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

TEST_F(SmppHearingTest, ANumberThatDoesNotExistIsABounceForGood) {
  receipts_->Remember("ab12", {7, base::CustomerId::Known("ada"), "436609999999"});
  SmppDeliver unknown = Receipt("ab12", "UNDELIV");
  EXPECT_TRUE(Hear(unknown));
  unknown.network_error = {3, 1};
  EXPECT_TRUE(Hear(unknown));
  SmppDeliver configured = Receipt("1", "REJECTD");
  configured.text = "id:1 stat:REJECTD err:001";
  EXPECT_TRUE(Hear(configured));
  ASSERT_EQ(desk_->reports.size(), 3U);
  EXPECT_FALSE(desk_->reports[0].permanent) << "error 011 says nothing of the number";
  const Feedback& dead = desk_->reports[1];
  EXPECT_TRUE(dead.permanent);
  EXPECT_EQ(dead.address, "436609999999") << "where the message went, whoever the receipt names";
  EXPECT_EQ(dead.id, "smpp-0000000000000007-UNDELIV-dead");
  EXPECT_EQ(dead.detail, "SMPP UNDELIV, error 011, network 3 error 1");
  EXPECT_TRUE(desk_->reports[2].permanent);
  EXPECT_EQ(desk_->reports[2].address, kTelephone);
}

constexpr char kLong[] = "Is the mug blue? And can it be had with a handle on both of its sides?";

TEST_F(SmppHearingTest, WhatTheCentreDeliversAgainHasTheSameId) {
  SmppDeliver said = Said("Yes");
  said.session = 1;
  desk_->answer = absl::UnavailableError("the store is away");
  EXPECT_FALSE(Hear(said));
  desk_->answer = absl::OkStatus();
  EXPECT_TRUE(Hear(said)) << "after it was put off";
  said.session = 2;
  EXPECT_TRUE(Hear(said)) << "after the connection was lost";
  ASSERT_EQ(desk_->reports.size(), 3U);
  EXPECT_EQ(desk_->reports[1].id, desk_->reports[0].id);
  EXPECT_EQ(desk_->reports[2].id, desk_->reports[0].id);
}

TEST_F(SmppHearingTest, WhatSomebodyWritesAgainIsAnotherMessage) {
  for (const char* text : {"Yes", "Yes", "STOP", "START", "STOP"}) EXPECT_TRUE(Hear(Said(text)));
  SmppDeliver later = Said("STOP");
  later.session = 1;
  EXPECT_TRUE(Hear(Said("START")));
  EXPECT_TRUE(Hear(later)) << "by another connection, but something came between";
  SmppDeliver other = Said("STOP");
  other.from.digits = "436607654321";
  EXPECT_TRUE(Hear(other));
  std::set<std::string> ids;
  for (const Feedback& report : desk_->reports) ids.insert(report.id);
  EXPECT_EQ(ids.size(), desk_->reports.size());
}

TEST_F(SmppHearingTest, AnotherGatewayRecognisesLongTexts) {
  EXPECT_TRUE(Hear(Said(kLong)));
  EXPECT_TRUE(Hear(Said("STOP")));
  const auto elsewhere = NewHearing();
  elsewhere->Hear(Said(kLong), [](bool) {});
  elsewhere->Hear(Said("STOP"), [](bool) {});
  now_ += absl::Minutes(10);
  NewHearing()->Hear(Said(kLong), [](bool) {});
  ASSERT_EQ(desk_->reports.size(), 5U);
  EXPECT_EQ(desk_->reports[2].id, desk_->reports[0].id);
  EXPECT_NE(desk_->reports[3].id, desk_->reports[1].id) << "START may have come between";
  EXPECT_NE(desk_->reports[4].id, desk_->reports[0].id);
}

TEST_F(SmppHearingTest, TheIdThatACentreGivesIsEnough) {
  SmppDeliver said = Said("Yes");
  said.receipted_id = "mo-17";
  EXPECT_TRUE(Hear(said));
  now_ += absl::Hours(2);
  NewHearing()->Hear(said, [](bool) {});
  said.receipted_id = "mo-18";
  EXPECT_TRUE(Hear(said));
  ASSERT_EQ(desk_->reports.size(), 3U);
  EXPECT_EQ(desk_->reports[1].id, desk_->reports[0].id);
  EXPECT_NE(desk_->reports[2].id, desk_->reports[0].id);
}

// A part by the header of 8 bits.
SmppDeliver Part(int number, const std::string& text) {
  SmppDeliver deliver;
  deliver.from = {1, 1, kTelephone};
  deliver.esm_class = 0x40;
  deliver.text = absl::HexStringToBytes("0500032a03") + static_cast<char>(number) + text;
  return deliver;
}

TEST_F(SmppHearingTest, PartsAreOneReply) {
  EXPECT_TRUE(Hear(Part(2, "mug ")));
  EXPECT_TRUE(Hear(Part(1, "Is the ")));
  EXPECT_TRUE(desk_->reports.empty());
  desk_->answer = absl::UnavailableError("the store is away");
  EXPECT_FALSE(Hear(Part(3, "blue?")));
  desk_->answer = absl::OkStatus();
  EXPECT_TRUE(Hear(Part(3, "blue?"))) << "delivered again";
  EXPECT_TRUE(Hear(Part(3, "blue?"))) << "and again, after it was taken";
  EXPECT_EQ(Texts(), (std::vector<std::string>{"Is the mug blue?", "Is the mug blue?"}));
  EXPECT_EQ(desk_->reports[0].id, desk_->reports[1].id);
  EXPECT_EQ(desk_->reports[0].address, kTelephone);
  EXPECT_EQ(desk_->reports[0].kind, FeedbackKind::kReplied);
}

TEST_F(SmppHearingTest, PartsThatNeverComeAreWaitedForFiveMinutes) {
  EXPECT_TRUE(Hear(Part(1, "Is the ")));
  EXPECT_TRUE(Hear(Part(3, "blue?")));
  const SmppMoment due = hearing_->OnTime(SmppMoment::min());
  EXPECT_LE(due, std::chrono::steady_clock::now() + std::chrono::minutes(5));
  hearing_->OnTime(due - std::chrono::milliseconds(1));
  EXPECT_TRUE(desk_->reports.empty());
  hearing_->OnTime(due);
  EXPECT_EQ(Texts(), std::vector<std::string>{"Is the [...]blue?"});
  EXPECT_EQ(hearing_->OnTime(due), SmppMoment::max());
}

TEST_F(SmppHearingTest, AtTheEndPartsAreHandedOverAndNoMoreAreTaken) {
  EXPECT_TRUE(Hear(Part(1, "Is the ")));
  hearing_->Finish();
  EXPECT_EQ(Texts(), std::vector<std::string>{"Is the [...]"});
  EXPECT_FALSE(Hear(Part(2, "mug "))) << "another gateway may join it";
  EXPECT_TRUE(Hear(Said("STOP")));
}

}  // namespace
}  // namespace usher::provider
