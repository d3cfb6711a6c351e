#pragma once

#include <ostream>

#include "usher/v1/journey_service.pb.h"

namespace usher::cli {

// What a journey has done, for people: totals on top, then a row for each step from entry to end.
void PrintFunnel(const v1::StatsResponse& stats, bool colour, std::ostream* out);

}  // namespace usher::cli
