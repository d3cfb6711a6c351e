#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "journey/definition.h"
#include "usher/v1/journey_service.pb.h"

namespace usher::ingest {

// A journey's counters as the API shows them: steps in the order of the newest version, then those
// only older versions have.
void FillStats(const std::map<std::string, std::int64_t>& counters,
               const journey::Definition& definition, v1::StatsResponse* out);

}  // namespace usher::ingest
