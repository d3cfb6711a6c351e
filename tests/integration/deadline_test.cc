// What nobody waits for any more is not applied.
#include <csignal>

#include <gtest/gtest.h>

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using support::MakeEvent;

TEST(DeadlineTest, AnEventWhoseCallerGaveUpBeforeItsTurnIsNotApplied) {
  support::ScratchRedis redis;
  RunningGateway gateway({"--redis", redis.url()});
  const auto give_up_on = [&](const std::string& id, const std::string& customer) {
    v1::PublishRequest request;
    *request.mutable_event() = MakeEvent(id, customer, "Product Viewed");
    v1::PublishResponse response;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(300));
    return gateway.client.events().Publish(&context, request, &response).error_code();
  };

  // A gateway whose Redis is silent cannot get to any event.
  ASSERT_EQ(kill(redis.pid(), SIGSTOP), 0);
  EXPECT_EQ(give_up_on("e1", "ada"), grpc::StatusCode::DEADLINE_EXCEEDED);
  // When a second caller has given up, the first one's deadline has passed for the gateway too.
  EXPECT_EQ(give_up_on("e2", "bob"), grpc::StatusCode::DEADLINE_EXCEEDED);
  ASSERT_EQ(kill(redis.pid(), SIGCONT), 0);

  gateway.client.Publish(MakeEvent("e3", "ada", "Product Viewed"));
  EXPECT_EQ(gateway.client.CountFound("ada", {"e3"}), 1);
  EXPECT_EQ(gateway.client.CountFound("ada", {"e1"}), 0);
}

}  // namespace
}  // namespace usher::integration
