#pragma once

#include <memory>

#include "ingest/front_door.h"
#include "usher/v1/customer_service.grpc.pb.h"

namespace usher::ingest {

// Keeps what is known of customers; see the service's definition.
std::unique_ptr<grpc::Service> MakeCustomerService(std::shared_ptr<const FrontDoorConfig> config);

}  // namespace usher::ingest
