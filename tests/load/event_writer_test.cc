#include "load/event_writer.h"

#include <string>

#include "gtest/gtest.h"

#include "base/json.h"
#include "load/scenario_check.h"
#include "usher/v1/event.grpc.pb.h"

namespace usher::load {
namespace {

loadtest::v1::Scenario Cart() {
  loadtest::v1::Scenario scenario;
  loadtest::v1::EventKind* kind = scenario.add_events();
  kind->set_name("Product Added");
  auto& properties = *kind->mutable_properties()->mutable_fields();
  properties["cart_id"].set_string_value("cart of {customer}");
  properties["line"].set_string_value("{event}");
  properties["price"].set_number_value(24.5);
  FillDefaults(&scenario);
  return scenario;
}

template <class Message>
Message Parse(const grpc::ByteBuffer& buffer) {
  Message message;
  grpc::ByteBuffer copy = buffer;
  EXPECT_TRUE(grpc::SerializationTraits<Message>::Deserialize(&copy, &message).ok());
  return message;
}

struct Written {
  explicit Written(loadtest::v1::Scenario wanted)
      : scenario(std::move(wanted)),
        traffic(scenario),
        names(scenario, "run1"),
        writer(scenario, &traffic, &names) {}
  loadtest::v1::Scenario scenario;
  Traffic traffic;
  Names names;
  EventWriter writer;
};

void ExpectEvent(const Written& written, std::uint64_t number, const v1::Event& event) {
  const std::string customer = written.names.Customer(written.traffic.CustomerOf(number));
  EXPECT_EQ(event.id(), written.names.Event(number));
  EXPECT_EQ(event.customer_id(), customer);
  EXPECT_EQ(event.name(), "Product Added");
  const auto properties = base::ParseJson(event.properties_json());
  ASSERT_TRUE(properties.ok()) << properties.status();
  EXPECT_EQ(*properties->Find("cart_id")->as_string(), "cart of " + customer);
  EXPECT_EQ(*properties->Find("line")->as_string(), event.id());
}

TEST(EventWriterTest, RequestsAreWhatTheApiReads) {
  const Written written(Cart());
  for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{41}, std::uint64_t{999'999}}) {
    ExpectEvent(written, number, Parse<v1::PublishRequest>(written.writer.Request(number)).event());
  }
}

TEST(EventWriterTest, StreamRequestsCarryTheirSequence) {
  const Written written(Cart());
  for (const std::uint64_t sequence :
       {std::uint64_t{0}, std::uint64_t{300}, std::uint64_t{1} << 34}) {
    const auto request =
        Parse<v1::PublishStreamRequest>(written.writer.StreamRequest(sequence, {7, 3}));
    EXPECT_EQ(request.sequence(), sequence);
    ASSERT_EQ(request.events_size(), 2);
    ExpectEvent(written, 7, request.events(0));
    ExpectEvent(written, 3, request.events(1));
  }
}

TEST(EventWriterTest, RequestsOneAfterAnotherAreABatch) {
  const Written written(Cart());
  std::string bytes(written.writer.RequestBytes(1) + written.writer.RequestBytes(2), '\0');
  auto* out = reinterpret_cast<std::uint8_t*>(bytes.data());
  written.writer.WriteRequest(2, written.writer.WriteRequest(1, out));
  v1::PublishBatchRequest batch;
  ASSERT_TRUE(batch.ParseFromString(bytes));
  ASSERT_EQ(batch.events_size(), 2);
  ExpectEvent(written, 1, batch.events(0));
  ExpectEvent(written, 2, batch.events(1));
}

TEST(EventWriterTest, PayloadHasTheWantedSize) {
  loadtest::v1::Scenario scenario = Cart();
  scenario.set_payload_bytes(300);
  const Written written(scenario);
  const auto request = Parse<v1::PublishRequest>(written.writer.Request(5));
  EXPECT_EQ(request.event().properties_json().size(), 300U);
  ExpectEvent(written, 5, request.event());
}

TEST(EventWriterTest, StructPropertiesHoldTheSame) {
  loadtest::v1::Scenario scenario = Cart();
  scenario.set_properties_as(loadtest::v1::PROPERTIES_FORM_STRUCT);
  const Written written(scenario);
  const auto request = Parse<v1::PublishRequest>(written.writer.Request(5));
  const auto& fields = request.event().properties().fields();
  EXPECT_EQ(fields.at("cart_id").string_value(), "cart of " + request.event().customer_id());
  EXPECT_EQ(fields.at("price").number_value(), 24.5);
}

TEST(TrafficTest, HotCustomerGetsHisShare) {
  loadtest::v1::Scenario scenario = Cart();
  scenario.mutable_customers()->set_hot_share(0.5);
  const Traffic traffic(scenario);
  int hot = 0;
  for (std::uint64_t number = 0; number < 10'000; ++number) hot += traffic.CustomerOf(number) == 0;
  EXPECT_NEAR(hot, 5000, 250);
}

TEST(TrafficTest, KindsComeByWeight) {
  loadtest::v1::Scenario scenario = Cart();
  scenario.mutable_events(0)->set_weight(9);
  scenario.add_events()->set_weight(1);
  const Traffic traffic(scenario);
  int second = 0;
  for (std::uint64_t number = 0; number < 10'000; ++number) second += traffic.KindOf(number) == 1;
  EXPECT_NEAR(second, 1000, 150);
}

}  // namespace
}  // namespace usher::load
