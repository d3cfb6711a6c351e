#include <csignal>
#include <future>

#include "absl/strings/match.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using HealthStub = grpc::health::v1::Health::Stub;

TEST(HealthTest, EveryServiceIsServing) {
  RunningGateway gateway;
  for (const char* service :
       {"", "liveness", "usher.v1.EventService", "usher.v1.CustomerService",
        "usher.v1.JourneyService", "usher.v1.AudienceService", "usher.v1.ClockService"}) {
    HealthCheckRequest request;
    request.set_service(service);
    EXPECT_EQ(gateway.client.Must(&HealthStub::Check, request).status(),
              HealthCheckResponse::SERVING)
        << service;
  }
}

TEST(HealthTest, AnUnknownServiceIsNotFound) {
  RunningGateway gateway;
  HealthCheckRequest request;
  request.set_service("usher.v1.Nothing");
  HealthCheckResponse response;
  EXPECT_EQ(gateway.client.Call(&HealthStub::Check, request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST(HealthTest, AWatcherLearnsThatTheGatewayShutsDown) {
  RunningGateway gateway;
  grpc::ClientContext context;
  const auto watch = gateway.client.health().Watch(&context, HealthCheckRequest());
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);

  gateway.process.SendSignal(SIGTERM);

  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  EXPECT_FALSE(watch->Read(&response));
  EXPECT_EQ(gateway.process.Terminate(), 0);
}

TEST(HealthTest, AGatewayWithoutItsStoreIsAliveButDoesNotServe) {
  auto redis = std::make_unique<support::ScratchRedis>();
  RunningGateway gateway({"--redis", redis->url()});
  grpc::ClientContext context;
  const auto watch = gateway.client.health().Watch(&context, HealthCheckRequest());
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);

  redis.reset();

  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  HealthCheckRequest liveness;
  liveness.set_service("liveness");
  EXPECT_EQ(gateway.client.Must(&HealthStub::Check, liveness).status(),
            HealthCheckResponse::SERVING);
  v1::PublishRequest request;
  *request.mutable_event() = support::MakeEvent("e1", "anna", "Seen");
  v1::PublishResponse published;
  EXPECT_EQ(gateway.client.Call(&v1::EventService::Stub::Publish, request, &published).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

// Server reflection, of whose messages the distribution has no header: one request for the list of
// services (field 7, "*"), sent as bytes.
std::string ListServices(const std::shared_ptr<grpc::Channel>& channel, grpc::Status* status) {
  grpc::GenericStub stub(channel);
  const grpc::Slice bytes("\x3A\x01*");
  const grpc::ByteBuffer request(&bytes, 1);
  grpc::ByteBuffer response;
  grpc::ClientContext context;
  std::promise<grpc::Status> done;
  stub.UnaryCall(&context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", {},
                 &request, &response,
                 [&done](const grpc::Status& result) { done.set_value(result); });
  *status = done.get_future().get();
  grpc::Slice whole;
  if (!status->ok() || !response.DumpToSingleSlice(&whole).ok()) return "";
  return std::string(reinterpret_cast<const char*>(whole.begin()), whole.size());
}

TEST(HealthTest, ReflectionListsTheServices) {
  RunningGateway gateway;
  grpc::Status status;
  const std::string list = ListServices(gateway.client.channel(), &status);
  ASSERT_TRUE(status.ok()) << status.error_message();
  for (const char* service :
       {"usher.v1.EventService", "usher.v1.CustomerService", "usher.v1.JourneyService",
        "usher.v1.AudienceService", "usher.v1.ClockService", "grpc.health.v1.Health"}) {
    EXPECT_TRUE(absl::StrContains(list, service)) << service;
  }
}

TEST(HealthTest, ReflectionCanBeTurnedOff) {
  RunningGateway gateway({"--reflection", "false"});
  grpc::Status status;
  ListServices(gateway.client.channel(), &status);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace usher::integration
