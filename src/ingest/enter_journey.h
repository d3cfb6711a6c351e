#pragma once

#include <memory>

#include "grpcpp/grpcpp.h"

#include "ingest/front_door.h"
#include "usher/v1/journey_service.pb.h"

namespace usher::ingest {

// Answers JourneyService.Enter: checks the request, hands it to the customer's journey actor and
// answers after the commit.
void EnterJourney(const std::shared_ptr<const FrontDoorConfig>& config, messages::Deadline deadline,
                  const v1::EnterRequest& request, v1::EnterResponse* response,
                  grpc::ServerUnaryReactor* reactor);

}  // namespace usher::ingest
