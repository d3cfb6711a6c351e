#include "ingest/front_door.h"

#include <utility>

namespace usher::ingest {

messages::DeliveryPtr MakeDelivery(const FrontDoorConfig& config, base::CustomerId customer,
                                   journey::Input input, messages::Delivery::Reply reply) {
  return std::make_shared<messages::Delivery>(std::move(customer), std::move(input),
                                              std::move(reply),
                                              messages::Activity::Token(config.activity));
}

void HandOver(const FrontDoorConfig& config, base::CustomerId customer, journey::Input input,
              messages::Delivery::Reply reply) {
  const messages::RouterActor& router = config.routers.For(customer);
  caf::anon_send(router, messages::Deliver{MakeDelivery(config, std::move(customer),
                                                        std::move(input), std::move(reply))});
}

std::string ReasonOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kAlreadyExists:
      return "EVENT_ID_REUSED";
    case absl::StatusCode::kFailedPrecondition:
      return "PRECONDITION_FAILED";
    case absl::StatusCode::kResourceExhausted:
      return "OVERLOADED";
    case absl::StatusCode::kUnavailable:
      return "STORE_UNAVAILABLE";
    case absl::StatusCode::kNotFound:
      return "NOT_FOUND";
    case absl::StatusCode::kInvalidArgument:
      return "INVALID_FIELD";
    default:
      return "INTERNAL";
  }
}

}  // namespace usher::ingest
