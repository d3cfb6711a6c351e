#pragma once

#include <memory>

#include "ingest/front_door.h"
#include "usher/v1/journey_service.grpc.pb.h"

namespace usher::ingest {

// Keeps the shop's journeys; see the service's definition.
std::unique_ptr<grpc::Service> MakeJourneyService(std::shared_ptr<const FrontDoorConfig> config);

}  // namespace usher::ingest
