#include "ingest/feedback_check.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::ingest {
namespace {

using customer::Channel;
using messages::Feedback;
using messages::FeedbackKind;

const absl::Time kNow = absl::FromUnixSeconds(1'772'445'600);

Feedback Reply() {
  Feedback reply;
  reply.id = "r1";
  reply.kind = FeedbackKind::kReplied;
  reply.channel = Channel::kWhatsapp;
  reply.address = "436601234567";
  reply.text = "Hi\nthere";
  return reply;
}

std::string FieldOf(const std::variant<CheckedFeedback, Violation>& checked) {
  const auto* violation = std::get_if<Violation>(&checked);
  return violation == nullptr ? "" : violation->field;
}

std::string FaultOf(const std::function<void(Feedback&)>& change) {
  Feedback feedback = Reply();
  change(feedback);
  return FieldOf(CheckFeedback(feedback, kNow));
}

TEST(FeedbackCheckTest, AnAddressIsWrittenAsMessagesAreAddressed) {
  const auto checked = CheckFeedback(Reply(), kNow);
  ASSERT_TRUE(std::holds_alternative<CheckedFeedback>(checked));
  const auto& feedback = std::get<CheckedFeedback>(checked);
  EXPECT_FALSE(feedback.customer.has_value());
  EXPECT_EQ(feedback.input.address, "+436601234567");
  EXPECT_EQ(feedback.input.at, kNow);
  EXPECT_EQ(feedback.input.text, "Hi\nthere");
}

TEST(FeedbackCheckTest, FaultsNameTheField) {
  EXPECT_EQ(FaultOf([](Feedback&) {}), "");
  EXPECT_EQ(FaultOf([](Feedback& f) { f.id = ""; }), "id");
  EXPECT_EQ(FaultOf([](Feedback& f) { f.id = std::string(129, 'a'); }), "id");
  EXPECT_EQ(FaultOf([](Feedback& f) { f.address = ""; }), "customer_id");
  EXPECT_EQ(FaultOf([](Feedback& f) { f.channel = Channel::kEmail; }), "customer_id");
  EXPECT_EQ(FaultOf([](Feedback& f) { f.customer_id = "a\nb"; }), "customer_id");
  EXPECT_EQ(FaultOf([](Feedback& f) { f.text = ""; }), "text");
  EXPECT_EQ(FaultOf([](Feedback& f) { f.text = std::string(4097, 'a'); }), "text");
  EXPECT_EQ(FaultOf([](Feedback& f) { f.text = "\xFF"; }), "text");
  EXPECT_EQ(FaultOf([](Feedback& f) { f.link = "https://shop.example"; }), "link");
  EXPECT_EQ(FaultOf([](Feedback& f) { f.permanent = true; }), "permanent");
  EXPECT_EQ(FaultOf([](Feedback& f) { f.detail = std::string(513, 'a'); }), "detail");
  EXPECT_EQ(FaultOf([](Feedback& f) { f.detail = "a\r\nb"; }), "detail");
  EXPECT_EQ(FaultOf([](Feedback& f) {
              f.customer_id = "c1";
              f.channel = Channel::kNone;
            }),
            "channel");
}

TEST(FeedbackCheckTest, TimesOfTheFutureAreNow) {
  Feedback reply = Reply();
  reply.at = kNow + absl::Hours(1);
  EXPECT_EQ(std::get<CheckedFeedback>(CheckFeedback(reply, kNow)).input.at, kNow);
  reply.at = kNow - absl::Hours(1);
  EXPECT_EQ(std::get<CheckedFeedback>(CheckFeedback(reply, kNow)).input.at, reply.at);
}

TEST(FeedbackCheckTest, TheSameReportInOtherWordsIsTheSame) {
  const auto hash = [](const Feedback& feedback) {
    return std::get<CheckedFeedback>(CheckFeedback(feedback, kNow)).input.payload_hash;
  };
  Feedback again = Reply();
  again.detail = "tried twice";
  again.at = kNow - absl::Seconds(5);
  EXPECT_EQ(hash(again), hash(Reply()));
  again.text = "Bye";
  EXPECT_NE(hash(again), hash(Reply()));
}

TEST(FeedbackCheckTest, ATokenNamesTheCustomerInstead) {
  v1::Feedback proto;
  proto.set_id("b1");
  proto.set_kind(v1::FEEDBACK_KIND_BOUNCED);
  proto.set_permanent(true);
  proto.set_address("ada@example.org");
  proto.set_token("good");
  const ReadToken read = [](const std::string& token) -> absl::StatusOr<Feedback> {
    if (token != "good") return absl::NotFoundError("no token of ours");
    Feedback named;
    named.customer_id = "ada";
    named.channel = Channel::kEmail;
    named.send_id = 7;
    named.category = "news";
    return named;
  };
  const auto checked = CheckFeedback(proto, kNow, read);
  ASSERT_TRUE(std::holds_alternative<CheckedFeedback>(checked)) << FieldOf(checked);
  const auto& feedback = std::get<CheckedFeedback>(checked);
  EXPECT_EQ(feedback.customer, base::CustomerId::Known("ada"));
  EXPECT_EQ(feedback.input.channel, Channel::kEmail);
  EXPECT_EQ(feedback.input.send_id, 7U);
  EXPECT_EQ(feedback.input.category, "");

  EXPECT_EQ(FieldOf(CheckFeedback(proto, kNow, nullptr)), "token");
  proto.set_customer_id("bert");
  EXPECT_EQ(FieldOf(CheckFeedback(proto, kNow, read)), "token");
  proto.clear_customer_id();
  proto.set_token("bad");
  EXPECT_EQ(FieldOf(CheckFeedback(proto, kNow, read)), "token");
}

}  // namespace
}  // namespace usher::ingest
