#pragma once

#include <memory>

#include "ingest/front_door.h"
#include "usher/v1/delivery_service.grpc.pb.h"

namespace usher::ingest {

// Hands messages to subscribers; see the service's definition.
std::unique_ptr<grpc::Service> MakeDeliveryService(std::shared_ptr<const FrontDoorConfig> config);

}  // namespace usher::ingest
