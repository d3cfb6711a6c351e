#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/grpcpp.h"

#include "usher/v1/clock_service.grpc.pb.h"
#include "usher/v1/customer_service.grpc.pb.h"
#include "usher/v1/delivery_service.grpc.pb.h"
#include "usher/v1/event.grpc.pb.h"
#include "usher/v1/feedback_service.grpc.pb.h"
#include "usher/v1/inbox_service.grpc.pb.h"
#include "usher/v1/journey_service.grpc.pb.h"

namespace usher::support {

// A synchronous client of one gateway. Each call has 60 s, and waits for a connection. Thread-safe.
class GatewayClient {
 public:
  explicit GatewayClient(const std::string& address);

  // As they are, for calls whose status matters: client.Call(&Stub::Method, request, &response).
  template <class Stub, class Request, class Response>
  grpc::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response* response) {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    return (Get(static_cast<Stub*>(nullptr)).*method)(&context, request, response);
  }

  // As they should be: a status other than OK is a failure of the test.
  template <class Stub, class Request, class Response>
  Response Must(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                const Request& request) {
    Response response;
    Expect(Call(method, request, &response));
    return response;
  }

  v1::EventService::Stub& events() { return *events_; }
  v1::InboxService::Stub& inboxes() { return *inboxes_; }
  v1::DeliveryService::Stub& deliveries() { return *deliveries_; }
  grpc::health::v1::Health::Stub& health() { return *health_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // One event with properties as JSON.
  v1::PublishResult Publish(const v1::Event& event);
  // How many of these ids Lookup says were taken.
  int CountFound(const std::string& customer, const std::vector<std::string>& ids);

  // One report that has to be taken.
  v1::PublishResult Report(const v1::Feedback& feedback);

  v1::ApplyResponse Apply(const std::string& yaml);
  v1::StatsResponse Stats(const std::string& journey);
  // Makes a customer with an address on each of these channels, with consent to everything.
  void AddCustomer(const std::string& customer, const std::vector<v1::Channel>& channels,
                   const std::string& time_zone = "");
  v1::GetCustomerResponse GetCustomer(const std::string& customer);
  std::vector<v1::ExplainResponse::Decision> Explain(const std::string& customer);

  absl::Time Now();
  // Moves a clock that stands still; everything due is done afterwards.
  void AdvanceTo(absl::Time to);
  void Advance(absl::Duration by) { AdvanceTo(Now() + by); }

 private:
  using CustomerStub = v1::CustomerService::Stub;
  v1::EventService::Stub& Get(v1::EventService::Stub*) { return *events_; }
  CustomerStub& Get(CustomerStub*) { return *customers_; }
  v1::JourneyService::Stub& Get(v1::JourneyService::Stub*) { return *journeys_; }
  v1::ClockService::Stub& Get(v1::ClockService::Stub*) { return *clock_; }
  v1::InboxService::Stub& Get(v1::InboxService::Stub*) { return *inboxes_; }
  v1::FeedbackService::Stub& Get(v1::FeedbackService::Stub*) { return *feedback_; }
  grpc::health::v1::Health::Stub& Get(grpc::health::v1::Health::Stub*) { return *health_; }
  static void Expect(const grpc::Status& status);

  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::EventService::Stub> events_;
  std::unique_ptr<CustomerStub> customers_;
  std::unique_ptr<v1::JourneyService::Stub> journeys_;
  std::unique_ptr<v1::ClockService::Stub> clock_;
  std::unique_ptr<v1::InboxService::Stub> inboxes_;
  std::unique_ptr<v1::FeedbackService::Stub> feedback_;
  std::unique_ptr<v1::DeliveryService::Stub> deliveries_;
  std::unique_ptr<grpc::health::v1::Health::Stub> health_;
};

// An event with `json` as its properties.
v1::Event MakeEvent(const std::string& id, const std::string& customer, const std::string& name,
                    const std::string& json = "{}");

// The fields at fault that the details of an error name; empty when it carries no BadRequest.
std::vector<google::rpc::BadRequest::FieldViolation> ViolationsOf(const grpc::Status& status);

absl::Time ToTime(const google::protobuf::Timestamp& time);

}  // namespace usher::support
