#pragma once

#include <memory>

#include "ingest/front_door.h"
#include "usher/v1/audience_service.grpc.pb.h"

namespace usher::ingest {

// Tells who is in audiences; see the service's definition.
std::unique_ptr<grpc::Service> MakeAudienceService(std::shared_ptr<const FrontDoorConfig> config);

}  // namespace usher::ingest
