#pragma once

#include <memory>

#include "ingest/front_door.h"
#include "usher/v1/feedback_service.grpc.pb.h"

namespace usher::ingest {

// Takes what comes back about messages; see the service's definition.
std::unique_ptr<grpc::Service> MakeFeedbackService(std::shared_ptr<const FrontDoorConfig> config);

}  // namespace usher::ingest
