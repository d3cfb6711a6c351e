// Messages inside the app, from the event to whoever watches the inbox.

#include <chrono>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using support::MakeEvent;
using Change = v1::WatchInboxResponse;

constexpr char kOffer[] = R"(
journey: offer
enter: { on: Checkout Left, key: event.n }
exit: { on: Checkout Screen Left }
goal: { event: Order Completed, within: 1h }
steps:
  - send: { id: offer, channels: in_app, template: offer, expire: 1m, withdraw_at_end: true }
  - wait:
      until:
        - { event: Message Dismissed, of: offer, then: put-away }
        - { event: Message Opened, of: offer, then: seen }
      at_most: 10m
  - exit: { reason: no answer }
  - id: seen
    set: { attributes: { offer: '"seen"' } }
  - wait: { until: { event: Message Dismissed, of: offer, then: put-away }, at_most: 10m }
  - exit: { reason: only seen }
  - id: put-away
    exit: { reason: put away }
templates:
  offer: { in_app: { text: "Stay: {{ event.n }}", link: "shop://{{ event.n }}" } }
)";

constexpr char kNote[] = R"(
journey: note
enter: { on: Note, key: event.n, reenter: {} }
steps:
  - send: { channels: in_app, template: note, show_for: 10m }
templates:
  note: { in_app: { text: "{{ event.n }}" } }
)";

constexpr char kPolicy[] = "policy: test\nconsent: opt_out\n";

constexpr char kProviders[] = "channels: { in_app: { inbox: {} } }\n";

// An open watch. What it reads comes within 15 s or fails the test.
class Watch {
 public:
  explicit Watch(support::GatewayClient& client, const std::string& customer,
                 bool anonymous = false) {
    v1::WatchInboxRequest request;
    (anonymous ? request.set_anonymous_id(customer) : request.set_customer_id(customer));
    context_.set_wait_for_ready(true);
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(15));
    reader_ = client.inboxes().Watch(&context_, request);
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch() { context_.TryCancel(); }

  Change Next() {
    Change change;
    EXPECT_TRUE(reader_->Read(&change)) << "the watch ended";
    return change;
  }
  grpc::StatusCode End() {
    Change change;
    while (reader_->Read(&change)) {
    }
    return reader_->Finish().error_code();
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<Change>> reader_;
};

std::vector<v1::InboxMessage> List(support::GatewayClient& client, const std::string& customer) {
  v1::ListInboxRequest request;
  request.set_customer_id(customer);
  const auto response = client.Must(&v1::InboxService::Stub::List, request);
  return {response.messages().begin(), response.messages().end()};
}

template <class Request, class Response>
std::uint32_t React(support::GatewayClient& client,
                    grpc::Status (v1::InboxService::Stub::*method)(grpc::ClientContext*,
                                                                   const Request&, Response*),
                    const std::string& customer, const std::string& send_id) {
  Request request;
  request.set_customer_id(customer);
  request.add_send_ids(send_id);
  return client.Must(method, request).changed();
}

std::uint32_t MarkSeen(support::GatewayClient& client, const std::string& customer,
                       const std::string& send_id) {
  return React(client, &v1::InboxService::Stub::MarkSeen, customer, send_id);
}

std::uint32_t Dismiss(support::GatewayClient& client, const std::string& customer,
                      const std::string& send_id) {
  return React(client, &v1::InboxService::Stub::Dismiss, customer, send_id);
}

v1::Event CheckoutLeft(const std::string& customer) {
  return MakeEvent("left", customer, "Checkout Left", R"({"n":"c1"})");
}

TEST(InboxTest, AnOfferComesAndGoesWithTheScreenItIsFor) {
  RunningGateway gateway(StandingClock(), kPolicy, kProviders);
  gateway.client.Apply(kOffer);
  Watch watch(gateway.client, "anna");
  EXPECT_EQ(watch.Next().messages_size(), 0) << "the present list, which is empty";

  gateway.client.Publish(CheckoutLeft("anna"));
  const Change shown = watch.Next();
  ASSERT_EQ(shown.messages_size(), 1);
  EXPECT_EQ(shown.messages(0).content().at("text"), "Stay: c1");
  EXPECT_EQ(shown.messages(0).content().at("link"), "shop://c1");
  EXPECT_EQ(shown.messages(0).journey(), "offer");
  EXPECT_EQ(shown.messages(0).step(), "offer");
  EXPECT_EQ(List(gateway.client, "anna").size(), 1U);

  gateway.client.Publish(MakeEvent("screen", "anna", "Checkout Screen Left"));
  EXPECT_THAT(watch.Next().removed(), testing::ElementsAre(shown.messages(0).send_id()));
  EXPECT_TRUE(List(gateway.client, "anna").empty());
  EXPECT_NE(WhyOf(gateway.client.Explain("anna"), "withdrawn"), "");
  EXPECT_EQ(gateway.client.Stats("offer").steps(0).outcomes().at("withdrawn"), 1U);
  EXPECT_TRUE(gateway.Messages().empty()) << "nothing goes to the message log";
}

TEST(InboxTest, TheGoalTakesTheOfferBack) {
  RunningGateway gateway(StandingClock(), kPolicy, kProviders);
  gateway.client.Apply(kOffer);
  Watch watch(gateway.client, "anna");
  watch.Next();
  gateway.client.Publish(CheckoutLeft("anna"));
  const Change shown = watch.Next();
  ASSERT_EQ(shown.messages_size(), 1);
  gateway.client.Publish(MakeEvent("order", "anna", "Order Completed"));
  EXPECT_THAT(watch.Next().removed(), testing::ElementsAre(shown.messages(0).send_id()));
  EXPECT_EQ(gateway.client.Stats("offer").goals(), 1U);
  EXPECT_EQ(gateway.client.Stats("offer").steps(0).outcomes().at("withdrawn"), 1U);
}

TEST(InboxTest, AMessageGoesWhenItsTimeIsOver) {
  RunningGateway gateway(StandingClock(), kPolicy, kProviders);
  gateway.client.Apply(kNote);
  Watch watch(gateway.client, "anna");
  watch.Next();
  gateway.client.Publish(MakeEvent("e1", "anna", "Note", R"({"n":"1"})"));
  const Change shown = watch.Next();
  ASSERT_EQ(shown.messages_size(), 1);
  EXPECT_EQ(support::ToTime(shown.messages(0).expire_at()), At("2026-03-02T10:10:00Z"));

  gateway.client.AdvanceTo(At("2026-03-02T10:09:59.999Z"));
  EXPECT_EQ(List(gateway.client, "anna").size(), 1U);
  gateway.client.AdvanceTo(At("2026-03-02T10:10:00Z"));
  EXPECT_TRUE(List(gateway.client, "anna").empty());
  EXPECT_THAT(watch.Next().removed(), testing::ElementsAre(shown.messages(0).send_id()));
}

TEST(InboxTest, WhatWasSeenAndPutAwayLeadsTheJourneyOn) {
  RunningGateway gateway(StandingClock(), kPolicy, kProviders);
  gateway.client.Apply(kOffer);
  gateway.client.Publish(CheckoutLeft("anna"));
  const std::string id = List(gateway.client, "anna").at(0).send_id();
  Watch watch(gateway.client, "anna");
  EXPECT_FALSE(watch.Next().messages(0).has_seen_at());

  EXPECT_EQ(MarkSeen(gateway.client, "anna", id), 1U);
  EXPECT_EQ(MarkSeen(gateway.client, "anna", id), 0U) << "once";
  EXPECT_EQ(gateway.client.Stats("offer").reactions_by_channel().at("in_app"), 1U);
  EXPECT_TRUE(watch.Next().messages(0).has_seen_at());
  const auto anna = gateway.client.GetCustomer("anna");
  EXPECT_EQ(anna.attributes().fields().at("offer").string_value(), "seen");

  EXPECT_EQ(Dismiss(gateway.client, "anna", id), 1U);
  EXPECT_EQ(Dismiss(gateway.client, "anna", id), 0U);
  EXPECT_THAT(watch.Next().removed(), testing::ElementsAre(id));
  EXPECT_EQ(gateway.client.Stats("offer").ended().at("put away"), 1U);
  EXPECT_FALSE(gateway.client.Stats("offer").steps(0).outcomes().contains("withdrawn"))
      << "there was nothing left to take back";
}

TEST(InboxTest, PuttingAwayWhatWasNotSeenIsSeeingIt) {
  RunningGateway gateway(StandingClock(), kPolicy, kProviders);
  gateway.client.Apply(kOffer);
  gateway.client.Publish(CheckoutLeft("anna"));
  EXPECT_EQ(Dismiss(gateway.client, "anna", List(gateway.client, "anna").at(0).send_id()), 1U);
  EXPECT_EQ(gateway.client.GetCustomer("anna").attributes().fields().at("offer").string_value(),
            "seen");
  EXPECT_EQ(gateway.client.Stats("offer").ended().at("put away"), 1U);
}

TEST(InboxTest, TheNewestTwentyAreShown) {
  RunningGateway gateway(StandingClock(), kPolicy, kProviders);
  gateway.client.Apply(kNote);
  for (int i = 0; i < 25; ++i) {
    gateway.client.Publish(
        MakeEvent(absl::StrCat("e", i), "anna", "Note", absl::StrCat(R"({"n":"n)", i, R"("})")));
  }
  const auto shown = List(gateway.client, "anna");
  ASSERT_EQ(shown.size(), 20U);
  EXPECT_EQ(shown.front().content().at("text"), "n5");
  EXPECT_EQ(shown.back().content().at("text"), "n24");
}

TEST(InboxTest, AKilledGatewayLeavesTheInboxAsItWas) {
  RunningGateway gateway(StandingClock(), kPolicy, kProviders);
  gateway.client.Apply(kOffer);
  gateway.client.Publish(CheckoutLeft("anna"));
  const std::string id = List(gateway.client, "anna").at(0).send_id();
  Watch before(gateway.client, "anna");
  before.Next();
  gateway.process.Kill9();
  EXPECT_EQ(before.End(), grpc::StatusCode::UNAVAILABLE);
  gateway.process.Restart();

  support::GatewayClient client(gateway.process.address());
  Watch after(client, "anna");
  const Change present = after.Next();
  ASSERT_EQ(present.messages_size(), 1);
  EXPECT_EQ(present.messages(0).send_id(), id);
  client.Publish(MakeEvent("screen", "anna", "Checkout Screen Left"));
  EXPECT_THAT(after.Next().removed(), testing::ElementsAre(id));
}

TEST(InboxTest, AWatchSeesWhatAnotherGatewayCommits) {
  support::ScratchRedis redis;
  RunningGateway one({"--redis", redis.url()}, kPolicy, kProviders);
  one.client.Apply(kOffer);
  RunningGateway other({"--redis", redis.url()}, kPolicy, kProviders);
  Watch watch(other.client, "anna");
  watch.Next();
  one.client.Publish(CheckoutLeft("anna"));
  const Change shown = watch.Next();
  ASSERT_EQ(shown.messages_size(), 1);
  EXPECT_EQ(Dismiss(one.client, "anna", shown.messages(0).send_id()), 1U);
  EXPECT_THAT(watch.Next().removed(), testing::ElementsAre(shown.messages(0).send_id()));
}

TEST(InboxTest, AVisitorWhoBecomesACustomerKeepsHisMessages) {
  RunningGateway gateway(StandingClock(), kPolicy, kProviders);
  gateway.client.Apply(kOffer);
  Watch watch(gateway.client, "v1", /*anonymous=*/true);
  watch.Next();
  v1::Event left = CheckoutLeft("");
  left.clear_customer_id();
  left.set_anonymous_id("v1");
  gateway.client.Publish(left);
  const Change shown = watch.Next();
  ASSERT_EQ(shown.messages_size(), 1);

  v1::Event known = MakeEvent("login", "anna", "Logged In");
  known.set_anonymous_id("v1");
  gateway.client.Publish(known);
  // The merge goes on after the answer; whoever watched the visitor sees the customer's inbox.
  gateway.client.Advance(absl::Seconds(1));
  const auto list = List(gateway.client, "anna");
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].send_id(), shown.messages(0).send_id());
  EXPECT_EQ(Dismiss(gateway.client, "anna", list[0].send_id()), 1U);
  EXPECT_THAT(watch.Next().removed(), testing::ElementsAre(list[0].send_id()));
}

TEST(InboxTest, OneCustomerIsWatchedSixteenTimesAtMost) {
  RunningGateway gateway(StandingClock(), kPolicy, kProviders);
  std::vector<std::unique_ptr<Watch>> watches;
  for (int i = 0; i < 16; ++i) {
    watches.push_back(std::make_unique<Watch>(gateway.client, "anna"));
    watches.back()->Next();
  }
  EXPECT_EQ(Watch(gateway.client, "anna").End(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  Watch bert(gateway.client, "bert");
  bert.Next();
}

TEST(InboxTest, AShutdownEndsWatches) {
  RunningGateway gateway(StandingClock(), kPolicy, kProviders);
  Watch watch(gateway.client, "anna");
  watch.Next();
  EXPECT_EQ(gateway.process.Terminate(), 0);
  EXPECT_EQ(watch.End(), grpc::StatusCode::UNAVAILABLE);
}

TEST(InboxTest, AWrongIdIsNamed) {
  RunningGateway gateway(StandingClock(), kPolicy, kProviders);
  v1::DismissRequest request;
  request.set_customer_id("anna");
  request.add_send_ids("xyz");
  v1::DismissResponse response;
  const grpc::Status status =
      gateway.client.Call(&v1::InboxService::Stub::Dismiss, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  ASSERT_EQ(support::ViolationsOf(status).size(), 1U);
  EXPECT_EQ(support::ViolationsOf(status)[0].field(), "send_ids[0]");
}

}  // namespace
}  // namespace usher::integration
