#include "ingest/wire_events.h"

#include "grpcpp/impl/codegen/proto_utils.h"
#include "gtest/gtest.h"

namespace usher::ingest {
namespace {

constexpr WireEvents::Fields kStream{.events = v1::PublishStreamRequest::kEventsFieldNumber,
                                     .number = v1::PublishStreamRequest::kSequenceFieldNumber};

grpc::ByteBuffer Bytes(const std::string& text, std::size_t slice_bytes) {
  std::vector<grpc::Slice> slices;
  for (std::size_t at = 0; at < text.size(); at += slice_bytes) {
    slices.emplace_back(text.substr(at, slice_bytes));
  }
  return grpc::ByteBuffer(slices.data(), slices.size());
}

std::string Request() {
  v1::PublishStreamRequest request;
  request.set_sequence(300);
  for (const char* id : {"a", "b", "c"}) {
    v1::Event* event = request.add_events();
    event->set_id(id);
    event->set_customer_id(std::string(200, *id));
  }
  request.mutable_events(1)->set_properties_json("{}");
  return request.SerializeAsString();
}

TEST(WireEventsTest, ReadsWhatWasWrittenHoweverItIsCutInSlices) {
  for (const std::size_t slice_bytes : {1000, 100, 1}) {
    const auto events = WireEvents::Read(Bytes(Request(), slice_bytes), kStream);
    ASSERT_TRUE(events.ok()) << events.status();
    EXPECT_EQ(events->number(), 300u);
    ASSERT_EQ(events->count(), 3);
    v1::Event event;
    ASSERT_TRUE(events->Parse(1, &event).ok());
    EXPECT_EQ(event.properties_json(), "{}");
    ASSERT_TRUE(events->Parse(2, &event).ok());
    EXPECT_EQ(event.id(), "c");
    EXPECT_EQ(event.customer_id(), std::string(200, 'c'));
    EXPECT_EQ(event.payload_case(), v1::Event::PAYLOAD_NOT_SET);
  }
}

TEST(WireEventsTest, SkipsFieldsOfANewerClient) {
  v1::LookupRequest newer;  // has texts in field 3
  newer.add_event_ids("something");
  const auto events = WireEvents::Read(Bytes(newer.SerializeAsString() + Request(), 64), kStream);
  ASSERT_TRUE(events.ok()) << events.status();
  EXPECT_EQ(events->count(), 3);
}

TEST(WireEventsTest, RefusesWhatIsNoMessage) {
  const std::string request = Request();
  for (std::size_t size = request.size() - 1; size > request.size() - 50; --size) {
    const auto events = WireEvents::Read(Bytes(request.substr(0, size), 64), kStream);
    EXPECT_EQ(events.status().code(), absl::StatusCode::kInvalidArgument) << size << " bytes";
  }
  EXPECT_FALSE(WireEvents::Read(Bytes("\x12\xff\xff\xff\xff\x0f", 64), kStream).ok());
}

TEST(WireEventsTest, AnEventThatIsNoneHarmsNoOther) {
  v1::PublishBatchRequest bad;
  bad.add_events()->set_id("x");
  std::string bytes = bad.SerializeAsString();
  bytes.back() = '\xff';  // not UTF-8
  v1::PublishBatchRequest good;
  good.add_events()->set_id("y");
  const auto events = WireEvents::Read(Bytes(bytes + good.SerializeAsString(), 64),
                                       {.events = v1::PublishBatchRequest::kEventsFieldNumber});
  ASSERT_TRUE(events.ok()) << events.status();
  v1::Event event;
  EXPECT_EQ(events->Parse(0, &event).code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(events->Parse(1, &event).ok());
  EXPECT_EQ(event.id(), "y");
}

TEST(WireEventsTest, AnEmptyRequestHoldsNoEvents) {
  const auto events = WireEvents::Read(grpc::ByteBuffer(), kStream);
  ASSERT_TRUE(events.ok()) << events.status();
  EXPECT_EQ(events->count(), 0);
}

TEST(WireEventsTest, AnswersAreReadAsTheyWereWritten) {
  v1::PublishStreamResponse answer;
  answer.add_acks()->set_sequence(7);
  grpc::ByteBuffer bytes = ToWire(answer);
  v1::PublishStreamResponse read;
  ASSERT_TRUE(
      grpc::SerializationTraits<v1::PublishStreamResponse>::Deserialize(&bytes, &read).ok());
  EXPECT_EQ(read.acks(0).sequence(), 7u);
}

}  // namespace
}  // namespace usher::ingest
