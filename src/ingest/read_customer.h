#pragma once

#include <functional>
#include <string>

#include "base/ids.h"
#include "customer/record.h"
#include "ingest/front_door.h"

namespace usher::ingest {

// Answers a call from the record of the customer it names: `fill` writes the reply.
// INVALID_ARGUMENT for no name, NOT_FOUND if nothing is known of the customer; errors of the store
// as they are.
void ReadCustomer(const FrontDoorConfig& config, const std::string& customer_id,
                  const std::string& anonymous_id, grpc::ServerUnaryReactor* reactor,
                  std::function<void(const base::CustomerId&, const customer::Record&)> fill);

}  // namespace usher::ingest
