#pragma once

#include <vector>

#include "load/schedule.h"
#include "usher/loadtest/v1/scenario.pb.h"

namespace usher::load {

// The segments of a checked scenario: the warm-up, if any, then its phases, with `steps` taken
// apart. `capacity` in events a second stands behind `of_capacity`.
std::vector<Segment> SegmentsOf(const loadtest::v1::Scenario& scenario, double capacity);

// Whether a phase asks for the capacity.
bool NeedsCapacity(const loadtest::v1::Scenario& scenario);

}  // namespace usher::load
