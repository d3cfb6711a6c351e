#pragma once

#include "base/ids.h"
#include "customer/profile.h"
#include "usher/v1/customer_service.pb.h"

namespace usher::journeys {

// What CustomerService.Upsert is asked for to make this change.
v1::UpsertRequest ToRequest(const base::CustomerId& who, const customer::ProfileChange& change);

}  // namespace usher::journeys
