#pragma once

#include <memory>

#include "ingest/front_door.h"
#include "usher/v1/policy_service.grpc.pb.h"

namespace usher::ingest {

// The contact policy and what it means for one customer; see the service's definition.
std::unique_ptr<grpc::Service> MakePolicyService(std::shared_ptr<const FrontDoorConfig> config);

}  // namespace usher::ingest
