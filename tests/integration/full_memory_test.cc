// When the memory of Redis is full, what protects customers still gets through.
#include <gtest/gtest.h>

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using support::MakeEvent;

TEST(FullMemoryTest, OptOutsAndErasuresAreTakenAndEventsAreNot) {
  support::ScratchRedis redis;
  RunningGateway gateway({"--redis", redis.url()});
  gateway.client.AddCustomer("ada", {v1::CHANNEL_EMAIL});
  gateway.client.AddCustomer("bob", {v1::CHANNEL_EMAIL});
  ASSERT_EQ(redis.Run({"CONFIG", "SET", "maxmemory", "1"}), "OK");

  v1::PublishRequest event;
  *event.mutable_event() = MakeEvent("e1", "ada", "Product Viewed");
  v1::PublishResponse published;
  EXPECT_EQ(gateway.client.Call(&v1::EventService::Stub::Publish, event, &published).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);

  v1::SetConsentRequest opt_out;
  opt_out.set_customer_id("ada");
  opt_out.add_consents()->set_granted(false);
  gateway.client.Must(&v1::CustomerService::Stub::SetConsent, opt_out);
  v1::EraseRequest erasure;
  erasure.set_customer_id("bob");
  EXPECT_TRUE(gateway.client.Must(&v1::CustomerService::Stub::Erase, erasure).erased());

  EXPECT_EQ(gateway.client.CountFound("ada", {"e1"}), 0);
  const auto ada = gateway.client.GetCustomer("ada");
  ASSERT_EQ(ada.consents_size(), 1);
  EXPECT_FALSE(ada.consents(0).granted());

  // With room again, the same event is taken.
  ASSERT_EQ(redis.Run({"CONFIG", "SET", "maxmemory", "0"}), "OK");
  grpc::Status status;
  do {
    status = gateway.client.Call(&v1::EventService::Stub::Publish, event, &published);
  } while (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_FALSE(published.result().duplicate());
}

}  // namespace
}  // namespace usher::integration
