#include "limits/null_service.h"

#include <memory>
#include <set>

#include "gtest/gtest.h"

#include "ingest/listen.h"
#include "usher/v1/event.grpc.pb.h"

namespace usher::limits {
namespace {

class NullServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto listening = ingest::Listen({.listen = "127.0.0.1:0"}, {service_.get()});
    ASSERT_TRUE(listening.ok()) << listening.status();
    server_ = std::move(listening->server);
    stub_ = v1::EventService::NewStub(
        grpc::CreateChannel(listening->address, grpc::InsecureChannelCredentials()));
  }

  const std::unique_ptr<grpc::Service> service_ = MakeNullService();
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::EventService::Stub> stub_;
  grpc::ClientContext context_;
};

TEST_F(NullServiceTest, TakesAnEvent) {
  v1::PublishResponse response;
  EXPECT_TRUE(stub_->Publish(&context_, {}, &response).ok());
  EXPECT_TRUE(response.has_result());
  EXPECT_FALSE(response.result().duplicate());
}

TEST_F(NullServiceTest, TakesEveryEventOfABatch) {
  v1::PublishBatchRequest request;
  for (int i = 0; i < 3; ++i) request.add_events()->set_id("e");
  v1::PublishBatchResponse response;
  EXPECT_TRUE(stub_->PublishBatch(&context_, request, &response).ok());
  ASSERT_EQ(response.items_size(), 3);
  for (const auto& item : response.items()) {
    EXPECT_EQ(item.code(), 0);
    EXPECT_TRUE(item.has_result());
  }
}

TEST_F(NullServiceTest, AcknowledgesEveryEventOfAStreamOnceAndEndsIt) {
  constexpr std::uint64_t kEvents = 2000;
  auto stream = stub_->PublishStream(&context_);
  v1::PublishStreamRequest request;
  request.add_events();
  request.add_events();
  for (std::uint64_t sequence = 1; sequence <= kEvents; sequence += 2) {
    request.set_sequence(sequence);
    ASSERT_TRUE(stream->Write(request));
  }
  stream->WritesDone();
  std::set<std::uint64_t> acknowledged;
  std::size_t acks = 0;
  v1::PublishStreamResponse response;
  while (stream->Read(&response)) {
    for (const auto& ack : response.acks()) {
      EXPECT_EQ(ack.code(), 0);
      acknowledged.insert(ack.sequence());
      ++acks;
    }
  }
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(acks, kEvents);
  EXPECT_EQ(acknowledged.size(), kEvents);
}

}  // namespace
}  // namespace usher::limits
