// What comes back about messages, and what it stops.

#include <atomic>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"
#include "tests/support/scripted_server.h"

namespace usher::integration {
namespace {

using support::MakeEvent;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kNotes[] = R"(
journey: notes
enter: { on: Note, key: event.n }
steps:
  - send: { id: note, channels: [email, sms], category: offers, template: note, expire: 2d }
  - wait: { until: { event: Message Clicked, of: note }, at_most: 10d }
templates:
  note:
    email: { subject: Note, text: "{{ event.n }}" }
    sms: { text: "{{ event.n }}" }
)";

v1::Feedback Report(v1::FeedbackKind kind, const std::string& id) {
  v1::Feedback feedback;
  feedback.set_id(id);
  feedback.set_kind(kind);
  feedback.set_customer_id("anna");
  return feedback;
}

v1::Feedback Reply(const std::string& id, const std::string& text) {
  v1::Feedback reply = Report(v1::FEEDBACK_KIND_REPLIED, id);
  reply.set_channel(v1::CHANNEL_SMS);
  reply.set_text(text);
  return reply;
}

// A gateway with customer anna, who is written to when she is noted.
struct Shop {
  explicit Shop(const std::vector<v1::Channel>& channels = {v1::CHANNEL_EMAIL},
                const std::string& policy = "") {
    if (!policy.empty()) gateway = std::make_unique<RunningGateway>(StandingClock(), policy);
    if (gateway == nullptr) gateway = std::make_unique<RunningGateway>();
    client().Apply(kNotes);
    client().AddCustomer("anna", channels, "Europe/Vienna");
  }
  support::GatewayClient& client() { return gateway->client; }
  void Note(const std::string& n, const std::string& customer = "anna") {
    client().Publish(MakeEvent(n, customer, "Note", absl::StrCat("{\"n\":\"", n, "\"}")));
    client().AdvanceTo(client().Now());
  }
  std::size_t sent() const { return gateway->Messages().size(); }
  std::string Why(const std::string& what) { return WhyOf(client().Explain("anna"), what); }

  std::unique_ptr<RunningGateway> gateway;
};

TEST(FeedbackTest, AClickIsWaitedForByItsMessage) {
  Shop shop;
  shop.Note("one");
  v1::Feedback click = Report(v1::FEEDBACK_KIND_CLICKED, "c1");
  click.set_send_id(shop.gateway->Messages().at(0).send_id);
  click.set_link("https://shop.example/mug");
  EXPECT_FALSE(shop.client().Report(click).duplicate());
  EXPECT_TRUE(shop.client().Report(click).duplicate());
  EXPECT_EQ(shop.client().Stats("notes").ended().at("completed"), 1U);
  v1::Feedback late = Report(v1::FEEDBACK_KIND_DELIVERED, "d1");
  late.set_send_id(click.send_id());
  shop.client().Report(late);
  EXPECT_EQ(shop.client().Stats("notes").active(), 0U);
}

TEST(FeedbackTest, AfterAHardBounceNothingIsSentToTheAddress) {
  Shop shop;
  shop.Note("one");
  const support::LoggedMessage message = shop.gateway->Messages().at(0);
  v1::Feedback bounce = Report(v1::FEEDBACK_KIND_BOUNCED, "b1");
  bounce.set_send_id(message.send_id);
  bounce.set_address(message.address);
  bounce.set_permanent(true);
  bounce.set_detail("550 5.1.1 no such user");
  shop.client().Report(bounce);
  shop.Note("two");
  EXPECT_EQ(shop.sent(), 1U);
  EXPECT_EQ(shop.Why("feedback"), "bounced, the address is dead: 550 5.1.1 no such user");
  bool told = false;
  for (const auto& decision : shop.client().Explain("anna")) {
    told = told || decision.why() == "the address is dead on email";
  }
  EXPECT_TRUE(told);
}

TEST(FeedbackTest, AfterAnUnsubscriptionOnlyWhatItLeavesIsSent) {
  Shop shop({v1::CHANNEL_EMAIL, v1::CHANNEL_SMS});
  shop.Note("one");
  v1::Feedback out = Report(v1::FEEDBACK_KIND_UNSUBSCRIBED, "u1");
  out.set_send_id(shop.gateway->Messages().at(0).send_id);
  shop.client().Report(out);
  shop.Note("two");
  ASSERT_EQ(shop.sent(), 2U);
  EXPECT_EQ(shop.gateway->Messages()[1].channel, "sms");
  EXPECT_EQ(shop.Why("consent"), "withdrawn, source unsubscribed");
  v1::Feedback everything = Report(v1::FEEDBACK_KIND_UNSUBSCRIBED, "u2");
  shop.client().Report(everything);
  shop.Note("three");
  EXPECT_EQ(shop.sent(), 2U);
  EXPECT_EQ(shop.Why("opted_out"), "consent was withdrawn");
}

TEST(FeedbackTest, StopStopsAndStartStartsAgain) {
  Shop shop({v1::CHANNEL_SMS});
  shop.Note("one");
  shop.client().Report(Reply("r1", "Stop!"));
  shop.Note("two");
  EXPECT_EQ(shop.sent(), 1U);
  EXPECT_EQ(shop.Why("consent"), "withdrawn, source stop word");
  EXPECT_EQ(shop.client().Stats("notes").steps(0).outcomes().at("opted_out"), 1U);
  shop.client().Report(Reply("r2", "START"));
  shop.Note("three");
  EXPECT_EQ(shop.sent(), 2U);
}

TEST(FeedbackTest, AReplyHoldsMarketingUntilTheConversationIsOver) {
  Shop shop({v1::CHANNEL_SMS}, "policy: test\nconversation: { hold: 6h, closed_by: Chat Over }\n");
  shop.client().Report(Reply("r1", "Is the mug blue?"));
  shop.Note("one");
  EXPECT_EQ(shop.sent(), 0U);
  EXPECT_EQ(shop.Why("held"), "held by conversation until 2026-03-02 17:00:00 CET");
  EXPECT_EQ(shop.client().Stats("notes").steps(0).held().at("conversation"), 1U);
  shop.client().Publish(MakeEvent("over", "anna", "Chat Over"));
  shop.client().AdvanceTo(shop.client().Now());
  EXPECT_EQ(shop.sent(), 1U);

  shop.client().Report(Reply("r2", "And red?"));
  shop.Note("two");
  shop.client().AdvanceTo(At("2026-03-02T15:59:59.999Z"));
  EXPECT_EQ(shop.sent(), 1U);
  shop.client().AdvanceTo(At("2026-03-02T16:00:00Z"));
  EXPECT_EQ(shop.sent(), 2U);
}

TEST(FeedbackTest, EachReportHasItsOwnResult) {
  Shop shop;
  shop.Note("one");
  v1::ReportRequest request;
  *request.add_items() = Report(v1::FEEDBACK_KIND_UNSPECIFIED, "1");
  *request.add_items() = Report(v1::FEEDBACK_KIND_OPENED, "");
  v1::Feedback feedback = Report(v1::FEEDBACK_KIND_OPENED, "3");
  feedback.set_send_id("12");
  *request.add_items() = feedback;
  feedback = Report(v1::FEEDBACK_KIND_BOUNCED, "4");
  feedback.set_permanent(true);
  *request.add_items() = feedback;
  feedback = Report(v1::FEEDBACK_KIND_OPENED, "5");
  feedback.clear_customer_id();
  *request.add_items() = feedback;
  feedback.set_id("6");
  feedback.set_channel(v1::CHANNEL_EMAIL);
  feedback.set_address("ada@example.org");
  *request.add_items() = feedback;
  feedback = Report(v1::FEEDBACK_KIND_OPENED, "7");
  feedback.set_text("Hello");
  *request.add_items() = feedback;
  feedback = Report(v1::FEEDBACK_KIND_OPENED, "8");
  feedback.mutable_time()->set_seconds(4'000'000'000);
  *request.add_items() = feedback;
  feedback = Report(v1::FEEDBACK_KIND_OPENED, "9");
  feedback.set_customer_id("nobody");
  *request.add_items() = feedback;
  feedback = Report(v1::FEEDBACK_KIND_DELIVERED, "10");
  feedback.set_send_id(shop.gateway->Messages().at(0).send_id);
  *request.add_items() = feedback;
  feedback = Report(v1::FEEDBACK_KIND_COMPLAINED, "11");
  *request.add_items() = feedback;
  *request.add_items() = Reply("12", std::string(5000, 'x'));

  const auto response = shop.client().Must(&v1::FeedbackService::Stub::Report, request);
  std::vector<std::string> fields;
  std::vector<int> codes;
  for (const auto& item : response.items()) {
    fields.push_back(item.field());
    codes.push_back(item.code());
    EXPECT_EQ(item.code() == 0, item.message().empty());
  }
  EXPECT_THAT(fields, ElementsAre("kind", "id", "send_id", "address", "customer_id", "customer_id",
                                  "text", "time", "", "", "", "text"));
  EXPECT_THAT(codes, ElementsAre(3, 3, 3, 3, 3, 3, 3, 3, 5, 0, 3, 3));
  EXPECT_THAT(response.items(10).message(), HasSubstr("channel: must be given"));
  EXPECT_NE(response.durability(), v1::DURABILITY_UNSPECIFIED);

  v1::ReportResponse none;
  EXPECT_EQ(shop.client()
                .Call(&v1::FeedbackService::Stub::Report, v1::ReportRequest(), &none)
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST(FeedbackTest, WhatWasTakenOutlivesTheGateway) {
  Shop shop({v1::CHANNEL_SMS});
  shop.client().Report(Reply("r1", "stop"));
  shop.gateway->process.Kill9();
  shop.gateway->process.Restart();
  EXPECT_TRUE(shop.client().Report(Reply("r1", "stop")).duplicate());
  shop.Note("one");
  EXPECT_EQ(shop.sent(), 0U);
}

TEST(FeedbackTest, TheJourneyChatReplyAnswersToWhatComesBack) {
  Shop shop({v1::CHANNEL_SMS});
  std::ifstream file("journeys/chat-reply.yaml");
  std::ostringstream yaml;
  yaml << file.rdbuf();
  ASSERT_FALSE(yaml.str().empty());
  shop.client().Apply(yaml.str());
  shop.client().Report(Reply("r1", "Is the mug blue?"));
  shop.client().AdvanceTo(shop.client().Now());
  ASSERT_EQ(shop.sent(), 1U);
  support::LoggedMessage message = shop.gateway->Messages()[0];
  EXPECT_EQ(message.channel, "webhook");
  EXPECT_THAT(message.content.at("body"), HasSubstr("\"action\": \"hand_over\""));
  EXPECT_THAT(message.content.at("body"), HasSubstr("\"text\": \"Is the mug blue?\""));
  EXPECT_THAT(message.content.at("body"),
              testing::ContainsRegex("\"conversation\": \"[0-9a-f]{16}\""));

  shop.client().Advance(absl::Minutes(1));
  shop.client().Report(Reply("r2", "STOP"));
  shop.client().AdvanceTo(shop.client().Now());
  shop.Note("one");
  const auto messages = shop.gateway->Messages();
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[1].step, "opt-out");
  EXPECT_EQ(messages[2].step, "confirm-sms");
}

// Takes all messages, as a provider of text messages would.
struct TakingAll {
  support::ScriptedServer server{[](support::ServedConnection& connection) {
    while (!connection.ReadRequest().empty()) connection.Write("HTTP/1.1 204 No Content\r\n\r\n");
  }};
};

class FeedbackByAddressTest : public testing::Test {
 protected:
  FeedbackByAddressTest() {
    std::ofstream(folder_.path() + "/secrets") << "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";
    gateway_ = std::make_unique<RunningGateway>(
        StandingClock(), "policy: test\nconsent: opt_out\n",
        absl::StrCat("channels:\n  sms:\n    webhook:\n      url: ", provider_.server.url(),
                     "\n      secrets_file: ", folder_.path(),
                     "/secrets\n      allow_private: 127.0.0.1\n"));
    client().Apply(kNotes);
    for (const char* customer : {"anna", "bert"}) {
      v1::UpsertRequest request;
      request.set_customer_id(customer);
      auto* address = request.add_addresses();
      address->set_channel(v1::CHANNEL_SMS);
      address->set_address("+43 660 1234567");
      client().Must(&v1::CustomerService::Stub::Upsert, request);
    }
  }
  support::GatewayClient& client() { return gateway_->client; }
  void Note(const std::string& customer, const std::string& n) {
    client().Publish(MakeEvent(n, customer, "Note", absl::StrCat("{\"n\":\"", n, "\"}")));
    client().Advance(absl::Seconds(1));
  }
  static v1::Feedback FromPhone(const std::string& id, const std::string& text) {
    v1::Feedback reply = Reply(id, text);
    reply.clear_customer_id();
    reply.set_address("436601234567");
    return reply;
  }
  std::string Why(const std::string& customer, const std::string& what) {
    return WhyOf(client().Explain(customer), what);
  }
  std::uint64_t Sent() {
    return client().Stats("notes").steps(0).outcomes().count("sent") == 0
               ? 0
               : client().Stats("notes").steps(0).outcomes().at("sent");
  }

  TakingAll provider_;
  support::ScratchDir folder_;
  std::unique_ptr<RunningGateway> gateway_;
};

TEST_F(FeedbackByAddressTest, AReplyIsOfWhomWasWrittenToLast) {
  v1::ReportRequest request;
  *request.add_items() = FromPhone("r0", "Hello");
  EXPECT_EQ(client().Must(&v1::FeedbackService::Stub::Report, request).items(0).code(),
            static_cast<int>(grpc::StatusCode::NOT_FOUND));
  Note("anna", "1");
  Note("bert", "2");
  Note("anna", "3");
  client().Report(FromPhone("r1", "Hello"));
  EXPECT_THAT(Why("anna", "feedback"), HasSubstr("replied; marketing is held"));
  EXPECT_EQ(Why("bert", "feedback"), "");
}

TEST_F(FeedbackByAddressTest, AStopWordStopsAllWhoHaveTheTelephone) {
  Note("anna", "1");
  Note("bert", "2");
  ASSERT_EQ(Sent(), 2U);
  client().Report(FromPhone("r1", "STOP"));
  EXPECT_TRUE(client().Report(FromPhone("r1", "STOP")).duplicate());
  Note("anna", "3");
  Note("bert", "4");
  EXPECT_EQ(Sent(), 2U);
  EXPECT_EQ(Why("anna", "consent"), "withdrawn, source stop word");
  EXPECT_EQ(Why("bert", "consent"), "withdrawn, source stop word");
}

TEST_F(FeedbackByAddressTest, WhoIsErasedIsNobodysMoreToWriteBack) {
  Note("anna", "1");
  v1::EraseRequest erase;
  erase.set_customer_id("anna");
  client().Must(&v1::CustomerService::Stub::Erase, erase);
  v1::ReportRequest request;
  *request.add_items() = FromPhone("r1", "Hello");
  EXPECT_EQ(client().Must(&v1::FeedbackService::Stub::Report, request).items(0).code(),
            static_cast<int>(grpc::StatusCode::NOT_FOUND));
}

}  // namespace
}  // namespace usher::integration
