#pragma once

#include <functional>
#include <string>

#include "base/ids.h"
#include "customer/record.h"
#include "ingest/front_door.h"

namespace usher::ingest {

// Reads the record of the customer that a call names, and goes on; the call is still to be answered
// then. Refuses it with INVALID_ARGUMENT for no name, NOT_FOUND if nothing is known of the
// customer, and errors of the store as they are.
void ReadCustomerThen(const FrontDoorConfig& config, const std::string& customer_id,
                      const std::string& anonymous_id, grpc::ServerUnaryReactor* reactor,
                      std::function<void(const base::CustomerId&, const customer::Record&)> go_on);

// Answers a call from the record of the customer it names: `fill` writes the reply.
// Refuses it as the above.
void ReadCustomer(const FrontDoorConfig& config, const std::string& customer_id,
                  const std::string& anonymous_id, grpc::ServerUnaryReactor* reactor,
                  std::function<void(const base::CustomerId&, const customer::Record&)> fill);

}  // namespace usher::ingest
