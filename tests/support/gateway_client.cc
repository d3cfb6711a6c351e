#include "tests/support/gateway_client.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace usher::support {

GatewayClient::GatewayClient(const std::string& address) {
  // A client that waits for no answer looks at its connection every 5 s otherwise, and a gateway
  // that shuts down waits until it has heard of that.
  setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "50", /*overwrite=*/0);
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  // Each client has its own connection, and finds a gateway that is back at once.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 20);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 100);
  channel_ = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  events_ = v1::EventService::NewStub(channel_);
  customers_ = v1::CustomerService::NewStub(channel_);
  journeys_ = v1::JourneyService::NewStub(channel_);
  clock_ = v1::ClockService::NewStub(channel_);
  inboxes_ = v1::InboxService::NewStub(channel_);
  feedback_ = v1::FeedbackService::NewStub(channel_);
  deliveries_ = v1::DeliveryService::NewStub(channel_);
  health_ = grpc::health::v1::Health::NewStub(channel_);
}

void GatewayClient::Expect(const grpc::Status& status) {
  EXPECT_TRUE(status.ok()) << status.error_code() << " " << status.error_message();
}

v1::PublishResult GatewayClient::Publish(const v1::Event& event) {
  v1::PublishRequest request;
  *request.mutable_event() = event;
  return Must(&v1::EventService::Stub::Publish, request).result();
}

v1::PublishResult GatewayClient::Report(const v1::Feedback& feedback) {
  v1::ReportRequest request;
  *request.add_items() = feedback;
  const v1::ReportResponse response = Must(&v1::FeedbackService::Stub::Report, request);
  EXPECT_EQ(response.items_size(), 1);
  EXPECT_EQ(response.items(0).code(), 0) << response.items(0).message();
  return response.items(0).result();
}

int GatewayClient::CountFound(const std::string& customer, const std::vector<std::string>& ids) {
  v1::LookupRequest request;
  request.set_customer_id(customer);
  for (const std::string& id : ids) request.add_event_ids(id);
  const v1::LookupResponse response = Must(&v1::EventService::Stub::Lookup, request);
  return static_cast<int>(std::count(response.states().begin(), response.states().end(),
                                     v1::LookupResponse::STATE_FOUND));
}

v1::ApplyResponse GatewayClient::Apply(const std::string& yaml) {
  v1::ApplyRequest request;
  request.set_yaml(yaml);
  request.set_file("test.yaml");
  return Must(&v1::JourneyService::Stub::Apply, request);
}

v1::StatsResponse GatewayClient::Stats(const std::string& journey) {
  v1::StatsRequest request;
  request.set_journey(journey);
  return Must(&v1::JourneyService::Stub::Stats, request);
}

void GatewayClient::AddCustomer(const std::string& customer,
                                const std::vector<v1::Channel>& channels,
                                const std::string& time_zone) {
  v1::UpsertRequest request;
  request.set_customer_id(customer);
  for (const v1::Channel channel : channels) {
    auto* address = request.add_addresses();
    address->set_channel(channel);
    address->set_address(absl::StrCat(customer, "@", static_cast<int>(channel)));
  }
  if (!time_zone.empty()) request.set_time_zone(time_zone);
  request.add_consents()->set_granted(true);
  Must(&v1::CustomerService::Stub::Upsert, request);
}

v1::GetCustomerResponse GatewayClient::GetCustomer(const std::string& customer) {
  v1::GetCustomerRequest request;
  request.set_customer_id(customer);
  return Must(&v1::CustomerService::Stub::Get, request);
}

std::vector<v1::ExplainResponse::Decision> GatewayClient::Explain(const std::string& customer) {
  v1::ExplainRequest request;
  request.set_customer_id(customer);
  const auto response = Must(&v1::CustomerService::Stub::Explain, request);
  return {response.decisions().begin(), response.decisions().end()};
}

absl::Time GatewayClient::Now() {
  return ToTime(Must(&v1::ClockService::Stub::GetTime, v1::GetTimeRequest()).now());
}

void GatewayClient::AdvanceTo(absl::Time to) {
  v1::AdvanceRequest request;
  const std::int64_t ms = absl::ToUnixMillis(to);
  request.mutable_to()->set_seconds(ms / 1000);
  request.mutable_to()->set_nanos(static_cast<std::int32_t>(ms % 1000 * 1'000'000));
  Must(&v1::ClockService::Stub::Advance, request);
}

v1::Event MakeEvent(const std::string& id, const std::string& customer, const std::string& name,
                    const std::string& json) {
  v1::Event event;
  event.set_id(id);
  event.set_customer_id(customer);
  event.set_name(name);
  event.set_properties_json(json);
  return event;
}

std::vector<google::rpc::BadRequest::FieldViolation> ViolationsOf(const grpc::Status& status) {
  google::rpc::Status details;
  google::rpc::BadRequest bad_request;
  if (!details.ParseFromString(status.error_details())) return {};
  for (const auto& detail : details.details()) {
    if (detail.UnpackTo(&bad_request)) break;
  }
  return {bad_request.field_violations().begin(), bad_request.field_violations().end()};
}

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

}  // namespace usher::support
