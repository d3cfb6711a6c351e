#pragma once

#include <memory>

#include "ingest/front_door.h"
#include "usher/v1/inbox_service.grpc.pb.h"

namespace usher::ingest {

// What customers are shown inside the app; see the service's definition.
std::unique_ptr<grpc::Service> MakeInboxService(std::shared_ptr<const FrontDoorConfig> config);

}  // namespace usher::ingest
