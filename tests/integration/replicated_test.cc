// With --replicated an acknowledged event is in the replicas, whatever befell its first try.
#include <csignal>

#include <gtest/gtest.h>

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using support::MakeEvent;

TEST(ReplicatedTest, AnEventIsAcknowledgedOnlyWhenTheReplicaHasIt) {
  support::ScratchRedis redis;
  const support::ScratchReplica replica(redis);
  RunningGateway gateway({"--redis", redis.url(), "--replicated"});
  const auto publish = [&](v1::PublishResponse* response) {
    v1::PublishRequest request;
    *request.mutable_event() = MakeEvent("e1", "ada", "Product Viewed");
    return gateway.client.Call(&v1::EventService::Stub::Publish, request, response);
  };

  ASSERT_EQ(kill(replica.pid(), SIGSTOP), 0);
  v1::PublishResponse response;
  EXPECT_EQ(publish(&response).error_code(), grpc::StatusCode::UNAVAILABLE);
  // The master has it now, and that is not enough.
  EXPECT_EQ(gateway.client.CountFound("ada", {"e1"}), 1);
  EXPECT_EQ(publish(&response).error_code(), grpc::StatusCode::UNAVAILABLE);

  ASSERT_EQ(kill(replica.pid(), SIGCONT), 0);
  grpc::Status status = publish(&response);
  while (!status.ok()) status = publish(&response);
  EXPECT_TRUE(response.result().duplicate());
  EXPECT_EQ(response.durability(), v1::DURABILITY_REPLICATED);
}

}  // namespace
}  // namespace usher::integration
