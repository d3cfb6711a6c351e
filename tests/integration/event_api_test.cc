#include <algorithm>
#include <map>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using support::MakeEvent;
using EventStub = v1::EventService::Stub;

constexpr char kJourney[] = R"(
journey: thanks
enter: { on: Order Completed, when: event.total > 10, key: event.order }
steps:
  - send: { channels: email, template: thanks }
templates:
  thanks:
    email: { subject: "Order {{ event.order }}", text: "{{ event.total }} for {{ event.items[0] }}" }
)";

TEST(EventApiTest, TakesPropertiesAsStructAndAsJsonAlike) {
  RunningGateway gateway;
  gateway.client.Apply(kJourney);
  gateway.client.AddCustomer("anna", {v1::CHANNEL_EMAIL});
  const std::string json = R"({"order":"o-%","total":20.5,"items":["soap"]})";
  v1::Event as_struct = MakeEvent("e1", "anna", "Order Completed");
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(json, as_struct.mutable_properties()).ok());
  v1::Event as_json = MakeEvent("e2", "anna", "Order Completed", json);
  as_json.set_properties_json(R"({"order":"o-2","total":20.5,"items":["soap"]})");

  const auto first = gateway.client.Publish(as_struct);
  const auto second = gateway.client.Publish(as_json);
  gateway.client.Advance(absl::Seconds(1));

  EXPECT_EQ(first.runs_entered(), 1U);
  EXPECT_EQ(second.runs_entered(), 1U);
  const auto messages = gateway.Messages();
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].content.at("subject"), "Order o-%");
  EXPECT_EQ(messages[0].content.at("text"), "20.5 for soap");
  EXPECT_EQ(messages[1].content.at("text"), "20.5 for soap");
  EXPECT_EQ(gateway.client.GetCustomer("anna").events_total(), 2U);
}

TEST(EventApiTest, NamesTheDurabilityOfTheAppendOnlyFile) {
  RunningGateway gateway;
  v1::PublishRequest request;
  *request.mutable_event() = MakeEvent("e1", "anna", "Seen");
  EXPECT_EQ(gateway.client.Must(&EventStub::Publish, request).durability(), v1::DURABILITY_LOCAL);
}

TEST(EventApiTest, TakesAnEventOnce) {
  RunningGateway gateway;
  gateway.client.Apply(kJourney);
  const v1::Event event =
      MakeEvent("e1", "anna", "Order Completed", R"({"order":"o-1","total":20,"items":["soap"]})");

  const auto first = gateway.client.Publish(event);
  const auto again = gateway.client.Publish(event);

  EXPECT_FALSE(first.duplicate());
  EXPECT_TRUE(again.duplicate());
  EXPECT_EQ(again.runs_entered(), 1U);
  EXPECT_EQ(gateway.client.GetCustomer("anna").events_total(), 1U);
  EXPECT_EQ(gateway.client.Stats("thanks").entered(), 1U);
}

TEST(EventApiTest, RefusesAnotherPayloadUnderAKnownId) {
  RunningGateway gateway;
  gateway.client.Publish(MakeEvent("e1", "anna", "Seen", R"({"page":1})"));
  for (const v1::Event& other : {MakeEvent("e1", "anna", "Seen", R"({"page":2})"),
                                 MakeEvent("e1", "anna", "Clicked", R"({"page":1})")}) {
    v1::PublishRequest request;
    *request.mutable_event() = other;
    v1::PublishResponse response;
    const grpc::Status status = gateway.client.Call(&EventStub::Publish, request, &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::ALREADY_EXISTS) << status.error_message();
  }
  EXPECT_EQ(gateway.client.GetCustomer("anna").events_total(), 1U);
}

TEST(EventApiTest, ABadEventHarmsNoOtherOfItsBatch) {
  RunningGateway gateway;
  v1::PublishBatchRequest request;
  *request.add_events() = MakeEvent("e1", "anna", "Seen");
  *request.add_events() = MakeEvent("e2", "anna", "", "{}");
  *request.add_events() = MakeEvent("e3", "anna", "Seen", "[1]");
  *request.add_events() = MakeEvent("e4", "bert", "Seen");
  *request.add_events() = MakeEvent("e1", "anna", "Seen");

  const auto response = gateway.client.Must(&EventStub::PublishBatch, request);

  ASSERT_EQ(response.items_size(), 5);
  EXPECT_EQ(response.items(0).code(), 0);
  EXPECT_EQ(response.items(1).code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(response.items(1).field(), "name");
  EXPECT_EQ(response.items(2).code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(response.items(2).field(), "properties_json");
  EXPECT_EQ(response.items(2).message(), "must be a JSON object");
  EXPECT_EQ(response.items(3).code(), 0);
  EXPECT_TRUE(response.items(4).result().duplicate());
  EXPECT_EQ(gateway.client.GetCustomer("anna").events_total(), 1U);
  EXPECT_EQ(gateway.client.CountFound("anna", {"e1", "e2", "e3"}), 1);
  EXPECT_EQ(gateway.client.CountFound("bert", {"e4"}), 1);
}

TEST(EventApiTest, AStreamAcknowledgesEverySequenceOnceInGroups) {
  constexpr std::uint64_t kEvents = 5000;
  constexpr std::uint64_t kBad = 777;
  RunningGateway gateway;
  grpc::ClientContext context;
  const auto stream = gateway.client.events().PublishStream(&context);
  std::thread writer([&stream, kEvents] {
    for (std::uint64_t i = 0; i < kEvents;) {
      v1::PublishStreamRequest request;
      request.set_sequence(i);
      // Messages of one event, two and so on up to seven.
      for (std::uint64_t last = std::min(kEvents, i + 1 + i % 7); i < last; ++i) {
        *request.add_events() =
            MakeEvent(absl::StrCat("e", i), absl::StrCat("c", i % 100), i == kBad ? "" : "Seen");
      }
      stream->Write(request);
    }
    stream->WritesDone();
  });

  std::vector<int> acks(kEvents);
  std::vector<std::uint64_t> refused;
  std::uint64_t responses = 0;
  for (v1::PublishStreamResponse response; stream->Read(&response); ++responses) {
    for (const auto& ack : response.acks()) {
      ++acks.at(ack.sequence());
      if (ack.code() != 0) refused.push_back(ack.sequence());
    }
  }
  writer.join();

  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_THAT(acks, testing::Each(1));
  EXPECT_THAT(refused, testing::ElementsAre(kBad));
  EXPECT_LT(responses, kEvents);
  EXPECT_EQ(gateway.client.GetCustomer("c0").events_total(), kEvents / 100);
}

TEST(EventApiTest, AStreamRefusesMessagesWithTooFewOrTooManyEvents) {
  RunningGateway gateway;
  grpc::ClientContext context;
  const auto stream = gateway.client.events().PublishStream(&context);
  v1::PublishStreamRequest none;
  none.set_sequence(7);
  v1::PublishStreamRequest many;
  many.set_sequence(100);
  for (int i = 0; i < 1001; ++i) {
    *many.add_events() = MakeEvent(absl::StrCat("e", i), "anna", "Seen");
  }
  stream->Write(none);
  stream->Write(many);
  stream->WritesDone();

  std::map<std::uint64_t, std::string> refused;
  for (v1::PublishStreamResponse response; stream->Read(&response);) {
    for (const auto& ack : response.acks()) {
      EXPECT_EQ(ack.code(), grpc::StatusCode::INVALID_ARGUMENT);
      EXPECT_EQ(ack.field(), "events");
      refused[ack.sequence()] = ack.message();
    }
  }
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(refused.size(), 1002U);
  EXPECT_EQ(refused[7], "there are 0; must be 1 to 1000");
  EXPECT_EQ(refused[100], "there are 1001; must be 1 to 1000");
  EXPECT_EQ(refused.rbegin()->first, 1100U);
}

TEST(EventApiTest, LookupTellsTakenFromNeverTakenAndChangesNothing) {
  RunningGateway gateway;
  gateway.client.Publish(MakeEvent("e1", "anna", "Seen"));
  v1::LookupRequest request;
  request.set_customer_id("anna");
  request.add_event_ids("e0");
  request.add_event_ids("e1");
  const auto response = gateway.client.Must(&EventStub::Lookup, request);
  EXPECT_THAT(response.states(), testing::ElementsAre(v1::LookupResponse::STATE_NOT_FOUND,
                                                      v1::LookupResponse::STATE_FOUND));
  EXPECT_EQ(gateway.client.CountFound("stranger", {"e1"}), 0);
  v1::GetCustomerRequest get;
  get.set_customer_id("stranger");
  v1::GetCustomerResponse response_of_get;
  EXPECT_EQ(
      gateway.client.Call(&v1::CustomerService::Stub::Get, get, &response_of_get).error_code(),
      grpc::StatusCode::NOT_FOUND);
}

TEST(EventApiTest, SaysWhenAnEventIsOlderThanTheIdsRemembered) {
  RunningGateway gateway(
      {"--clock-speed", "0", "--clock-start", "2026-03-02T10:00:00Z", "--dedup-max", "32"});
  for (int i = 0; i < 40; ++i) {
    gateway.client.Publish(MakeEvent(absl::StrCat("e", i), "anna", "Seen"));
    gateway.client.Advance(absl::Seconds(1));
  }
  v1::Event old = MakeEvent("old", "anna", "Seen");
  old.mutable_time()->set_seconds(absl::ToUnixSeconds(At("2026-03-02T10:00:00Z")));
  EXPECT_TRUE(gateway.client.Publish(old).beyond_dedup_horizon());
  v1::LookupRequest request;
  request.set_customer_id("anna");
  request.add_event_ids("e0");
  EXPECT_EQ(gateway.client.Must(&EventStub::Lookup, request).states(0),
            v1::LookupResponse::STATE_UNKNOWN);
}

}  // namespace
}  // namespace usher::integration
