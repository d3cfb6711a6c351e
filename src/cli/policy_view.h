#pragma once

#include <ostream>

#include "usher/v1/policy_service.pb.h"

namespace usher::cli {

// What could be sent to a customer now, for people: a row for each channel with all that stands
// against the message, then the balances of its caps. Times are the customer's own where the zone
// is known, else UTC.
void PrintStandings(const v1::ExplainPolicyResponse& response, bool colour, std::ostream* out);

// The channels on which it could be sent now, one on a line.
void PrintAllowedChannels(const v1::ExplainPolicyResponse& response, std::ostream* out);

}  // namespace usher::cli
