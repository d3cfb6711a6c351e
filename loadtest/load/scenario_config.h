#pragma once

#include "base/value.h"
#include "load/options.h"
#include "usher/loadtest/v1/scenario.pb.h"

namespace usher::load {

// What was run, for reports: the scenario's settings with defaults filled in, and what was found
// out about them.
base::Value ConfigValue(const loadtest::v1::Scenario& scenario, const Options& options,
                        double capacity, double event_bytes_mean);

}  // namespace usher::load
