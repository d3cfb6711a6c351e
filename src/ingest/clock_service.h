#pragma once

#include <memory>

#include "ingest/front_door.h"
#include "usher/v1/clock_service.grpc.pb.h"

namespace usher::ingest {

// The gateway's clock; see the service's definition.
std::unique_ptr<grpc::Service> MakeClockService(std::shared_ptr<const FrontDoorConfig> config);

}  // namespace usher::ingest
