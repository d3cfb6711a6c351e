#pragma once

#include <memory>

#include "ingest/front_door.h"
#include "usher/v1/event.grpc.pb.h"

namespace usher::ingest {

// Takes in what customers do; see the service's definition.
std::unique_ptr<grpc::Service> MakeEventService(std::shared_ptr<const FrontDoorConfig> config);

}  // namespace usher::ingest
