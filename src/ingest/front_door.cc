#include "ingest/front_door.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace usher::ingest {

messages::Deadline DeadlineOf(const grpc::CallbackServerContext& context) {
  using std::chrono::system_clock;
  const system_clock::time_point deadline = context.deadline();
  if (deadline == system_clock::time_point::max()) return messages::kNoDeadline;
  // A caller may name any time, so its distance is bounded before it is added.
  const auto left =
      std::min<system_clock::duration>(deadline - system_clock::now(), std::chrono::hours(24));
  return std::chrono::steady_clock::now() + left;
}

messages::DeliveryPtr MakeDelivery(const FrontDoorConfig& config, base::CustomerId customer,
                                   journey::Input input, messages::Deadline deadline,
                                   messages::Delivery::Reply reply) {
  return std::make_shared<messages::Delivery>(std::move(customer), std::move(input),
                                              std::move(reply),
                                              messages::Activity::Token(config.activity), deadline);
}

void HandOver(const FrontDoorConfig& config, base::CustomerId customer, journey::Input input,
              messages::Deadline deadline, messages::Delivery::Reply reply) {
  const messages::DeliveryPtr delivery =
      MakeDelivery(config, std::move(customer), std::move(input), deadline, std::move(reply));
  config.router->RouteAndRun({&delivery, 1});
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
    case absl::StatusCode::kDeadlineExceeded:
      return "TOO_LATE";
    case absl::StatusCode::kNotFound:
      return "NOT_FOUND";
    case absl::StatusCode::kInvalidArgument:
      return "INVALID_FIELD";
    default:
      return "INTERNAL";
  }
}

}  // namespace usher::ingest
