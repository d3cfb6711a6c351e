#pragma once

#include <ostream>
#include <string>

#include "usher/v1/customer_service.pb.h"

namespace usher::cli {

// A customer for people: the profile, then tables of addresses, consents, journeys and messages.
void PrintCustomer(const v1::GetCustomerResponse& customer, bool colour, std::ostream* out);

// Decisions for people, one a row, the oldest first; with the local time in `time_zone` when there
// is such a zone. `wide` adds keys and messages.
void PrintTimeline(const v1::ExplainResponse& decisions, const std::string& time_zone, bool wide,
                   bool colour, std::ostream* out);

}  // namespace usher::cli
